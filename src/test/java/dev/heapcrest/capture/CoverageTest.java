package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static Coverage.State state(Damage.Kind... kinds) {
        List<Damage> damages = Stream.of(kinds)
                .map(kind -> Stream.of(Rule.values())
                        .filter(rule -> rule.kind() == kind)
                        .findFirst()
                        .orElseThrow())
                .map(rule -> new Damage(rule, List.of(), "", 0, Damage.Stream.FILE))
                .toList();
        return new Coverage(0, 0, 0, 0, 0, false, damages).state();
    }

    @Test
    void a_capture_is_as_bad_as_the_worst_that_was_found_in_it() {
        assertEquals(Coverage.State.COMPLETE, state());
        assertEquals(Coverage.State.TRUNCATED, state(Damage.Kind.TRUNCATED));
        assertEquals(Coverage.State.TRUNCATED, state(Damage.Kind.STOPPED));
        assertEquals(Coverage.State.DAMAGED, state(Damage.Kind.BROKEN));
        assertEquals(Coverage.State.DAMAGED, state(Damage.Kind.LIMIT));
        assertEquals(Coverage.State.DAMAGED, state(Damage.Kind.IMPOSSIBLE, Damage.Kind.TRUNCATED));
    }
}
