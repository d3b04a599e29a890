-- The activity module: what a student did on each day, counted from committed facts.

CREATE TABLE activity_days (
    tenant text NOT NULL,
    student text NOT NULL,
    day date NOT NULL,
    turns bigint NOT NULL DEFAULT 0,
    replies bigint NOT NULL DEFAULT 0,
    interrupted bigint NOT NULL DEFAULT 0,
    heard_ms bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (student, day),
    FOREIGN KEY (tenant, student) REFERENCES people (tenant, id)
);
ALTER TABLE activity_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE activity_days FORCE ROW LEVEL SECURITY;
CREATE POLICY activity_days_read ON activity_days FOR SELECT USING (
    app_is_staff(tenant) OR app_is_student(tenant, student) OR app_guards(tenant, student)
);
CREATE POLICY activity_days_write ON activity_days FOR ALL
    USING (app_is_service(tenant)) WITH CHECK (app_is_service(tenant));
