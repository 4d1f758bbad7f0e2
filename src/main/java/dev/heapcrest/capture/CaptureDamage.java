package dev.heapcrest.capture;

import java.util.Arrays;
import java.util.List;

/**
 * A record breaks a rule of the format. Thrown by the decoder, and by sinks for rules that only they can check (a pop of
 * more frames than there are, a frame id that was never defined); {@link Capture#read} catches it, adds the record and its
 * offset and ends with a {@link Damage}. The broken record counts as not read.
 */
public final class CaptureDamage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Rule rule;
    private final long[] values;

    /** @param values the numbers in the rule's sentence */
    public CaptureDamage(Rule rule, long... values) {
        super(null, null, false, false);
        this.rule = rule;
        this.values = values.clone();
    }

    public Rule rule() {
        return rule;
    }

    public List<Long> values() {
        return Arrays.stream(values).boxed().toList();
    }

    /** The rule's sentence, without the record. */
    @Override
    public String getMessage() {
        return DamageText.filled(rule, values());
    }
}
