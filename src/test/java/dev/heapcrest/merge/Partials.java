package dev.heapcrest.merge;

import dev.heapcrest.cli.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Partials of recorded captures, for tests. */
final class Partials {
    /** All versions, killed programs, an aggregated capture, 20,000 stacks beside each other, forked processes. */
    static final List<String> NAMES = List.of(
            "complex-h13-py313-lz4",
            "complex-h13-py311-lz4",
            "complex-h12-py38-m1.19.3-lz4",
            "complex-h13-py313-agg-lz4",
            "threads8-h6-py39-m1.0.3-raw",
            "threads8-h8-py310-m1.3.1-lz4",
            "threads8-h13-py313-lz4",
            "threads8-h13-py313-pyalloc-lz4",
            "wide20000-h13-py313-lz4",
            "evilnames-h13-py313-lz4",
            "evilsurrogates-h13-py313-lz4",
            "leaks-h10-py311-m1.8.0-lz4",
            "cut-threads8-raw-0027027",
            "forks-h13-py313-lz4",
            "forks-h13-py313-lz4.child1",
            "forks-h13-py313-lz4.child2",
            "forks-h13-py313-lz4.child3",
            "forks-h13-py313-lz4.child4",
            "forks-h13-py313-lz4.child5",
            "forks-h13-py313-agg-lz4");

    private Partials() {}

    static Partial of(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("partial", "-q", "-o", "-"));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.ofCaptures(List.of(name), arguments.toArray(new String[0]));
        try {
            return Partial.readFrom(new ByteArrayInputStream(run.out()));
        } catch (IOException e) {
            throw new UncheckedIOException(run.err(), e);
        }
    }

    static Path file(String name) {
        return CommandRun.CAPTURES.resolve(name + ".bin");
    }

    static byte[] bytes(Partial partial) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            partial.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Partial read(byte[] bytes) throws IOException {
        return Partial.readFrom(new ByteArrayInputStream(bytes));
    }
}
