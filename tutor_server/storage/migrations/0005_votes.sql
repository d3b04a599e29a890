-- votes
SELECT 1;
