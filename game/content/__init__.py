"""What an author wrote, made trustworthy: YAML to frozen levels, or located problems."""
