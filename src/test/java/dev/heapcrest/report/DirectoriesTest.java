package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
    @Test
    void the_nearest_directory_is_the_longest_that_begins_the_name() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            List<String> names = Stream.generate(() -> path(random))
                    .limit(random.nextInt(20))
                    .toList();
            Directories directories = new Directories(names);
            for (int i = 0; i < 50; i++) {
                String file = path(random);
                int expected = names.stream()
                        .filter(name -> !name.isEmpty() && !name.equals("/"))
                        .map(name -> name.endsWith("/") ? name : name + "/")
                        .filter(name -> file.startsWith(name) && file.length() > name.length())
                        .mapToInt(String::length)
                        .max()
                        .orElse(0);
                assertEquals(expected, directories.nearest(file), file + " in " + names);
            }
        }
    }

    private static String path(SplittableRandom random) {
        StringBuilder path = new StringBuilder();
        IntStream.range(0, random.nextInt(9)).forEach(i -> path.append("/ab!".charAt(random.nextInt(4))));
        return path.toString();
    }
}
