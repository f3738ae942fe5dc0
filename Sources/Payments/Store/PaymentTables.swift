import Database
package import Runner

/// The tables of payments. Nothing in them names a payer: e-mails and authorization codes are sealed.
package enum PaymentTables {
    /// One step of the store's schema.
    package static let step = LedgerMigrations.Step.tables(
        name: "payments",
        sql: accountsSQL + historySQL + documentsSQL + receptionSQL
            + ["subscriptions", "charge_attempts", "payment_notices", "refund_orders"]
            .map { TenantTable($0).protections }.joined()
            + ["payment_events", "invoices"].map { TenantTable($0, access: .appendOnly).protections }.joined()
            + SystemTable("webhook_inbox", access: .appendOnly).protections
            + SystemTable("payment_watermarks").protections)

    /// The step after it: test money and live money apart, and what a person may do with a refund.
    package static let modeStep = LedgerMigrations.Step.tables(name: "payment modes", sql: modesSQL)

    /// Nothing was sold for live money before it: a store that listed live payments is refused. Numbers of invoices run
    /// for each mode by itself.
    private static let modesSQL = """
        DO $$ BEGIN
            IF EXISTS (SELECT FROM payment_watermarks WHERE mode = 'live') THEN
                RAISE EXCEPTION 'the store holds live payments, and this step would take them for test payments: keep the '
                    'version before it for them, and begin a store of its own for test payments';
            END IF;
        END $$;
        ALTER TABLE subscriptions
            ADD COLUMN mode text NOT NULL DEFAULT 'test' CHECK (mode IN ('test', 'live')),
            DROP CONSTRAINT subscriptions_hold_check,
            ADD CONSTRAINT subscriptions_hold_check
                CHECK (hold IN ('mismatch', 'reversed', 'disputed', 'late_success'));
        ALTER TABLE subscriptions ALTER COLUMN mode DROP DEFAULT;
        ALTER TABLE invoices
            ADD COLUMN mode text NOT NULL DEFAULT 'test' CHECK (mode IN ('test', 'live')),
            DROP CONSTRAINT invoices_pkey,
            DROP CONSTRAINT invoices_tenant_id_about_key,
            ADD PRIMARY KEY (tenant_id, mode, number),
            ADD UNIQUE (tenant_id, mode, about);
        ALTER TABLE invoices ALTER COLUMN mode DROP DEFAULT;
        ALTER TABLE refund_orders
            DROP CONSTRAINT refund_orders_check,
            ADD CONSTRAINT only_the_approved_is_sent CHECK (CASE state
                WHEN 'proposed' THEN approved_by IS NULL WHEN 'refused' THEN true ELSE approved_by IS NOT NULL END);
        CREATE INDEX webhook_meanings ON webhook_inbox (meaning)
            WHERE verdict IN ('accepted', 'out_of_order', 'unreadable');
        """

    /// The step after it takes away what nothing wrote.
    package static let withoutUpgradesStep = LedgerMigrations.Step.tables(
        name: "payments without upgrades",
        sql: """
            ALTER TABLE subscriptions DROP COLUMN next_tier, DROP COLUMN ends_at_period_end;
            DROP INDEX one_payment_per_period;
            ALTER TABLE charge_attempts DROP COLUMN purpose;
            CREATE UNIQUE INDEX one_payment_per_period
                ON charge_attempts (tenant_id, subscription, period) WHERE state = 'paid';
            """)

    /// The step after it: when grace began, when a tenant gave a subscription up, and how a notice left the outbox.
    package static let tellingStep = LedgerMigrations.Step.tables(
        name: "payments told first",
        sql: """
            ALTER TABLE subscriptions ADD COLUMN past_due_since date, ADD COLUMN cancelled_on date;
            ALTER TABLE payment_notices
                ADD COLUMN refused_since timestamptz,
                ADD COLUMN kept_back text CHECK (kept_back IN ('out_of_date', 'undeliverable'));
            """)

    /// The step after it: terms that change within a subscription. A payment of an upgrade is there once, beside that of
    /// its period.
    package static let upgradesStep = LedgerMigrations.Step.tables(
        name: "payments of upgrades",
        sql: """
            ALTER TABLE subscriptions
                ADD COLUMN next_tier text,
                ADD COLUMN next_interval text CHECK (next_interval IN ('month', 'year')),
                ADD CONSTRAINT next_terms_are_whole CHECK ((next_tier IS NULL) = (next_interval IS NULL));
            ALTER TABLE charge_attempts
                ADD COLUMN upgrade bigint CHECK (upgrade > 0),
                ADD COLUMN base_starts_on date,
                ADD COLUMN base_ends_on date,
                ADD COLUMN from_tier text,
                ADD COLUMN from_interval text CHECK (from_interval IN ('month', 'year')),
                ADD COLUMN credit_subunits bigint CHECK (credit_subunits >= 0),
                ADD COLUMN credit_of_days bigint CHECK (credit_of_days > 0),
                ADD CONSTRAINT an_upgrade_is_whole CHECK (
                    num_nulls(upgrade, base_starts_on, base_ends_on, from_tier, from_interval, credit_subunits,
                        credit_of_days) IN (0, 7));
            DROP INDEX one_payment_per_period;
            CREATE UNIQUE INDEX one_payment_per_slot
                ON charge_attempts (tenant_id, subscription, period, coalesce(upgrade, 0)) WHERE state = 'paid';
            """)

    /// A sealed value begins with its version, so that a plain one is refused.
    private static let accountsSQL = """
        CREATE TABLE subscriptions (
            tenant_id text NOT NULL,
            subscription text NOT NULL,
            tier text NOT NULL,
            next_tier text,
            billing_interval text NOT NULL CHECK (billing_interval IN ('month', 'year')),
            currency text NOT NULL,
            anchor_day bigint NOT NULL CHECK (anchor_day BETWEEN 1 AND 31),
            next_due date NOT NULL,
            state text NOT NULL
                CHECK (state IN ('awaiting_payment', 'active', 'past_due', 'restricted', 'ended')),
            restricted_since date,
            ends_at_period_end boolean NOT NULL,
            hold text CHECK (hold IN ('mismatch', 'reversed', 'disputed')),
            card_code bytea CHECK (get_byte(card_code, 0) = 1),
            card_email bytea CHECK (get_byte(card_email, 0) = 1),
            card_expiry date,
            card_is_reusable boolean,
            card_count bigint NOT NULL,
            created_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, subscription),
            CHECK ((card_code IS NULL) = (card_email IS NULL)),
            CHECK ((card_code IS NULL) = (card_is_reusable IS NULL))
        );
        CREATE TABLE charge_attempts (
            tenant_id text NOT NULL,
            subscription text NOT NULL,
            position bigint NOT NULL,
            reference text NOT NULL,
            purpose text NOT NULL,
            period date NOT NULL,
            starts_on date NOT NULL,
            ends_on date NOT NULL,
            ordinal bigint NOT NULL,
            tier text NOT NULL,
            billing_interval text NOT NULL,
            subunits bigint NOT NULL CHECK (subunits > 0),
            currency text NOT NULL,
            rate_per_dollar numeric,
            rate_day date,
            rate_source text,
            rate_age_days bigint,
            card bigint NOT NULL,
            sent_at timestamptz NOT NULL,
            calls bigint NOT NULL,
            called_at timestamptz NOT NULL,
            state text NOT NULL CHECK (state IN ('sent', 'unknown', 'pending', 'action_required', 'paid', 'failed',
                'rejected', 'mismatched', 'surplus', 'reversed')),
            decline_kind text,
            decline_text text,
            provider_id text,
            paid_at timestamptz,
            action_url text,
            mismatch text CHECK (mismatch IN ('currency', 'amount')),
            mismatch_subunits bigint,
            mismatch_currency text,
            PRIMARY KEY (tenant_id, subscription, position),
            CONSTRAINT one_attempt_per_reference UNIQUE (tenant_id, reference),
            CHECK (starts_on < ends_on)
        );
        CREATE UNIQUE INDEX one_payment_per_period
            ON charge_attempts (tenant_id, subscription, purpose, period) WHERE state = 'paid';
        CREATE INDEX open_attempts ON charge_attempts (tenant_id, subscription)
            WHERE state IN ('sent', 'unknown', 'pending', 'action_required');

        """

    /// Events are added and never changed; of notices, only what became of them.
    private static let historySQL = """
        CREATE TABLE payment_events (
            tenant_id text NOT NULL,
            subscription text NOT NULL,
            ordinal bigint NOT NULL,
            at timestamptz NOT NULL,
            source text NOT NULL,
            reference text,
            what text NOT NULL,
            detail jsonb NOT NULL,
            PRIMARY KEY (tenant_id, subscription, ordinal)
        );
        CREATE TABLE payment_notices (
            tenant_id text NOT NULL,
            key text NOT NULL,
            subscription text NOT NULL,
            kind text NOT NULL,
            url text,
            days bigint,
            created_at timestamptz NOT NULL,
            handed_on_at timestamptz,
            PRIMARY KEY (tenant_id, key)
        );

        """

    /// Numbers have no gaps: each is the one after the last, taken in the transaction that adds the document.
    private static let documentsSQL = """
        CREATE TABLE invoices (
            tenant_id text NOT NULL,
            number bigint NOT NULL CHECK (number > 0),
            about text NOT NULL,
            document text NOT NULL,
            hash text NOT NULL,
            issued_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, number),
            UNIQUE (tenant_id, about)
        );
        CREATE TABLE refund_orders (
            tenant_id text NOT NULL,
            reference text NOT NULL,
            ordinal bigint NOT NULL,
            subunits bigint NOT NULL CHECK (subunits > 0),
            currency text NOT NULL,
            state text NOT NULL CHECK (state IN ('proposed', 'sent', 'accepted', 'refused')),
            note text NOT NULL,
            proposed_by text NOT NULL,
            proposed_at timestamptz NOT NULL,
            approved_by text,
            approved_at timestamptz,
            PRIMARY KEY (tenant_id, reference, ordinal),
            CONSTRAINT another_approves CHECK (approved_by <> proposed_by),
            CHECK ((state = 'proposed') = (approved_by IS NULL))
        );
        CREATE UNIQUE INDEX one_open_refund ON refund_orders (tenant_id, reference)
            WHERE state IN ('proposed', 'sent');

        """

    /// What comes from the provider before it is known whose it is.
    private static let receptionSQL = """
        CREATE TABLE webhook_inbox (
            sha256 text NOT NULL,
            verdict text NOT NULL
                CHECK (verdict IN ('accepted', 'repeated', 'out_of_order', 'bad_signature', 'unreadable')),
            event text NOT NULL,
            reference text,
            meaning text,
            received_at timestamptz NOT NULL,
            recorded_at timestamptz NOT NULL,
            delivery text NOT NULL,
            PRIMARY KEY (delivery)
        );
        CREATE UNIQUE INDEX webhook_bodies ON webhook_inbox (sha256)
            WHERE verdict IN ('accepted', 'out_of_order', 'unreadable');
        CREATE INDEX webhook_times ON webhook_inbox (received_at);
        CREATE TABLE payment_watermarks (
            mode text NOT NULL,
            list text NOT NULL,
            listed_to timestamptz NOT NULL,
            PRIMARY KEY (mode, list)
        );

        """
}
