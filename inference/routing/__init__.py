"""The parts of the router: tiers, the choice between them, health of replicas, difficulty."""
