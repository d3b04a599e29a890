-- lessons
SELECT 1;
