-- A teacher's pause of the whole class: "eyes on me". It holds for every student of the tenant, also
-- for those who come later, until it is lifted, and ends by itself at `until`.
CREATE TABLE classroom_class_pauses (
    tenant text PRIMARY KEY REFERENCES tenants,
    set_by text NOT NULL,
    at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    CHECK (until > at)
);
ALTER TABLE classroom_class_pauses ENABLE ROW LEVEL SECURITY;
ALTER TABLE classroom_class_pauses FORCE ROW LEVEL SECURITY;
CREATE POLICY classroom_class_pauses_read ON classroom_class_pauses FOR SELECT
    USING (app_reaches(tenant));
CREATE POLICY classroom_class_pauses_write ON classroom_class_pauses FOR ALL
    USING (app_is_staff(tenant)) WITH CHECK (app_is_staff(tenant));
