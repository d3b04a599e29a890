-- xp
SELECT 1;
