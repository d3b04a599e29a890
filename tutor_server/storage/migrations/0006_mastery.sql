-- mastery
SELECT 1;
