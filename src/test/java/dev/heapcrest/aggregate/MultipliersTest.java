package dev.heapcrest.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipliersTest {
    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                3,
                -1,
                0x8000_0000_0000_0001L,
                0x5555_5555_5555_5555L,
                0x0100_0000_0000_0001L,
                0x8001_0000_0000_0001L
            })
    void numbersNearSimpleFractionsAreRefused(long multiplier) {
        assertFalse(Multipliers.spreads(multiplier));
    }

    @RepeatedTest(20)
    void productsOfFollowingNumbersKeepTheirDistance() {
        long multiplier = Multipliers.random();
        assertTrue(Multipliers.spreads(multiplier));
        assertEquals(1, multiplier & 1);
        int count = 10_000;
        long[] products = new long[count];
        for (int i = 0; i < count; i++) {
            products[i] = (i * multiplier) ^ Long.MIN_VALUE;
        }
        Arrays.sort(products);
        double nearest = Double.MAX_VALUE;
        for (int i = 1; i < count; i++) {
            nearest = Math.min(nearest, (double) (products[i] - products[i - 1]));
        }
        // quotients up to 8: n times the distance of n m from a whole number is above 1 / (8 + 2)
        assertTrue(nearest >= 0x1p64 / count / 10, () -> Long.toHexString(multiplier));
    }
}
