package dev.heapcrest.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The captures that tests of merge and diff share, and what they read from the answers. */
final class SharedCaptures {
    static final Path COMPLEX = CommandRun.CAPTURES.resolve("complex-h13-py313-lz4.bin");
    static final Path THREADS = CommandRun.CAPTURES.resolve("threads8-h13-py313-lz4.bin");
    static final Path KILLED = CommandRun.CAPTURES.resolve("forks-h13-py313-lz4.child4.bin");
    static final Path EMPTY = CommandRun.CAPTURES.resolve("forks-h13-py313-agg-lz4.child4.bin");

    private SharedCaptures() {}

    static JsonObject json(CommandRun run) {
        return JsonParser.parseString(run.outText()).getAsJsonObject();
    }

    static List<Path> forks(String family, String... of) {
        return Arrays.stream(of)
                .map(each -> CommandRun.CAPTURES.resolve("forks-h13-py313-" + family + each + ".bin"))
                .toList();
    }

    static CommandRun merge(List<Path> captures, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("merge"));
        arguments.addAll(List.of(options));
        arguments.addAll(captures);
        return CommandRun.of(arguments.toArray());
    }

    static long sum(JsonObject merged, String member) {
        long sum = 0;
        for (var each : merged.getAsJsonArray("allocations")) {
            sum += each.getAsJsonObject().get(member).getAsLong();
        }
        return sum;
    }
}
