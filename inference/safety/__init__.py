"""Safety by rules: personal data is masked, hazards are refused, harm to a child is told on."""
