-- Signals of customers, whose ids are a JSON list.
SELECT signal_id FROM json_each(?) AS asked CROSS JOIN customer_signals ON root_id = asked.value
