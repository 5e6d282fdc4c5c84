"""What PostgreSQL does when an entry is written in the deposit fund (``models/deposit_fund.py``), as PL/pgSQL."""

# Debit is positive, credit negative. A counter-entry turns both around.
WRITE_LINES = """
    INSERT INTO rent_to_own_fundline (entry_id, account, amount)
    SELECT n.id, side.account, n.amount * side.sign * CASE WHEN n.corrects_id IS NULL THEN 1 ELSE -1 END
    FROM new_values AS n JOIN (VALUES
        ('capital', 'bank', 1), ('capital', 'capital', -1),
        ('loan', 'loans', 1), ('loan', 'bank', -1),
        ('repayment', 'bank', 1), ('repayment', 'loans', -1),
        ('return', 'bank', 1), ('return', 'loans', -1),
        ('loss', 'losses', 1), ('loss', 'bank', -1),
        ('write_off', 'losses', 1), ('write_off', 'loans', -1)
    ) AS side(kind, account, sign) ON side.kind = n.kind
    ORDER BY n.id;
    SELECT count(*) INTO wrong FROM new_values AS n JOIN rent_to_own_fundentry AS o ON o.id = n.corrects_id
    WHERE o.kind <> n.kind OR o.amount <> n.amount OR o.household_id IS DISTINCT FROM n.household_id
        OR o.corrects_id IS NOT NULL OR n.posted_on < o.posted_on;
    IF wrong > 0 THEN
        RAISE check_violation USING CONSTRAINT = 'fund_is_in_balance', MESSAGE = 'a counter-entry mirrors its entry';
    END IF;
    RETURN NULL;
"""

# The update waits for whoever moves the balance; what follows it sees what they wrote. Also on the days that have been:
# an entry with an earlier day may not spend what came later.
KEEP_BALANCE = """
    IF NOT EXISTS (SELECT 1 FROM new_values) THEN RETURN NULL; END IF;
    INSERT INTO rent_to_own_fundbalance AS b (id, bank, loans, losses, capital) VALUES (1, 0, 0, 0, 0)
    ON CONFLICT (id) DO NOTHING;
    UPDATE rent_to_own_fundbalance AS b SET bank = b.bank + s.bank, loans = b.loans + s.loans,
        losses = b.losses + s.losses, capital = b.capital + s.capital
    FROM (SELECT
        COALESCE(SUM(amount) FILTER (WHERE account = 'bank'), 0) AS bank,
        COALESCE(SUM(amount) FILTER (WHERE account = 'loans'), 0) AS loans,
        COALESCE(SUM(amount) FILTER (WHERE account = 'losses'), 0) AS losses,
        COALESCE(SUM(amount) FILTER (WHERE account = 'capital'), 0) AS capital
        FROM new_values) AS s
    WHERE b.id = 1;
    IF EXISTS (SELECT 1 FROM (
        SELECT SUM(l.amount) OVER (ORDER BY e.posted_on) AS then_there
        FROM rent_to_own_fundline AS l JOIN rent_to_own_fundentry AS e ON e.id = l.entry_id WHERE l.account = 'bank'
    ) AS days WHERE then_there < 0) THEN
        RAISE check_violation USING CONSTRAINT = 'fund_is_never_below_zero', MESSAGE = 'the fund is below zero';
    END IF;
    IF EXISTS (SELECT 1 FROM (
        SELECT SUM(l.amount) OVER (PARTITION BY e.household_id ORDER BY e.posted_on) AS owed
        FROM rent_to_own_fundline AS l JOIN rent_to_own_fundentry AS e ON e.id = l.entry_id
        WHERE l.account = 'loans' AND e.household_id IN (
            SELECT t.household_id FROM rent_to_own_fundentry AS t JOIN new_values AS n ON n.entry_id = t.id)
    ) AS days WHERE owed < 0) THEN
        RAISE check_violation
            USING CONSTRAINT = 'nobody_owes_the_fund_less_than_nothing', MESSAGE = 'more than is owed';
    END IF;
    RETURN NULL;
"""

# Whoever writes lines past the entries, writes both sides or none.
LINES_BALANCE = """
    IF (SELECT SUM(amount) <> 0 OR count(*) <> 2 FROM rent_to_own_fundline WHERE entry_id = NEW.entry_id) THEN
        RAISE check_violation USING CONSTRAINT = 'fund_is_in_balance', MESSAGE = 'the lines are not in balance';
    END IF;
    RETURN NULL;
"""
