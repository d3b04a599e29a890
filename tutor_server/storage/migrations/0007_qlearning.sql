-- qlearning
SELECT 1;
