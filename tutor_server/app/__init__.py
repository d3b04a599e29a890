"""The composition root: joins contracts to concrete classes, one module per role."""
