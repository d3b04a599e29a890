"""Caption text to voice: verbalising, espeak-ng in process, Coqui voices in a child process."""
