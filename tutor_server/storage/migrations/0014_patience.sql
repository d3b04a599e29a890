-- The patience module: a factor on how long the tutor waits in a student's pauses, learned from
-- turns that ended too soon or were waited for in vain. No row: nothing was learned.
CREATE TABLE patience_learned (
    tenant text NOT NULL,
    student text PRIMARY KEY,
    factor double precision NOT NULL CHECK (factor BETWEEN 0.75 AND 2),
    at timestamptz NOT NULL,
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
CREATE INDEX patience_learned_by_age ON patience_learned (tenant, at);
ALTER TABLE patience_learned ENABLE ROW LEVEL SECURITY;
ALTER TABLE patience_learned FORCE ROW LEVEL SECURITY;
CREATE POLICY patience_learned_read ON patience_learned FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY patience_learned_write ON patience_learned FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));
