package dev.heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.Limits;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationsTest {
    private record Place(int stack, int thread, int allocator) {}

    private final Locations locations = new Locations(Limits.DEFAULT);

    /** One thread and allocator as in most programs; some; and more than a chain holds, as where each request has a thread. */
    @ParameterizedTest
    @CsvSource({"30000, 1, 1", "5000, 3, 2", "40, 3000, 2"})
    void everyStackThreadAndAllocatorHasANumberOfItsOwn(int stacks, int threads, int allocators) {
        Random random = new Random(stacks);
        Map<Place, Integer> model = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            Place place = new Place(random.nextInt(stacks), random.nextInt(threads), 14 + random.nextInt(allocators));
            int location = locations.of(place.stack, place.thread, place.allocator);
            Integer known = model.putIfAbsent(place, location);
            assertEquals(known == null ? model.size() : known, location);
        }
        assertTrue(
                threads < Locations.CHAINED || model.size() > 2 * stacks * Locations.CHAINED, "some are not chained");
        assertEquals(model.size(), locations.count());
        model.forEach((place, location) -> assertEquals(
                place,
                new Place(locations.stack(location), locations.thread(location), locations.allocator(location))));
    }
}
