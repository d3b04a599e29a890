"""The reply cache: impersonal replies said again to equal questions, and nothing else."""
