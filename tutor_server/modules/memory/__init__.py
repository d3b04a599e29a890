"""Memory: what of a student's earlier talks is worth knowing in the next one.

Kept with the student's consent only, in the student's own words, sealed with the student's key;
recalled by likeness while a reply is prepared, and never late.
"""
