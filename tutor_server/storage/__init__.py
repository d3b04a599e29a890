"""What must last (Postgres), what is hot (Redis), and the keys that seal what people said."""
