package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Four times as much of the worst costs about four times as much. What is counted is memory that was allocated, and CPU
 * time of this thread alone: whatever multiplies two sizes takes sixteen times of it, and other programs change neither.
 */
class HostileScalingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** As often as more is written or read. */
    private static final double MOST_MEMORY = 1.5;

    /** Code that is compiled meanwhile makes a run two times faster or slower. */
    private static final double MOST_TIME = 2.5;

    private static final int TRIES = 3;

    /** Of arguments: a file beside the output. */
    private static final String MORE = "MORE";

    /** Those that could read with several threads have one, which is measured. */
    private static final List<List<String>> COMMANDS = List.of(
            List.of("flamegraph", "--temporal", "--private"),
            List.of("transform", "json", "--split-threads"),
            List.of("transform", "collapsed"),
            List.of("transform", "svg", "--split-threads"),
            List.of("transform", "firefox"),
            List.of("transform", "pprof"),
            List.of("compact"),
            List.of("partial", "-j", "1"),
            List.of("merge", "-j", "1", "--json", MORE, "--csv", MORE),
            List.of("diff", "-j", "1", "--json", MORE),
            List.of("check", "-j", "1", "--max-peak", "1", "--max-leak-per-place", "1", "--markdown", MORE, "--junit"),
            List.of("stats", "--json"),
            List.of("summary"),
            List.of("tree"));

    private static final Set<String> TO_STANDARD_OUTPUT = Set.of("summary", "tree");

    @TempDir
    Path folder;

    /**
     * What a command took.
     *
     * @param size bytes that it read and wrote
     */
    private record Used(double nanos, double bytes, double size) {}

    private Used used(List<String> command, Path capture, Path other) throws IOException {
        Path output = folder.resolve("output");
        List<Path> more = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        for (String argument : command) {
            if (argument.equals(MORE)) {
                more.add(folder.resolve("more" + more.size()));
                arguments.add(more.get(more.size() - 1));
            } else {
                arguments.add(argument);
            }
        }
        if (!TO_STANDARD_OUTPUT.contains(command.get(0))) {
            // the last option of check has no value yet
            arguments.addAll(
                    command.get(0).equals("check") ? List.of(output, "-f", "-q") : List.of("-f", "-q", "-o", output));
        }
        if (List.of("diff", "merge").contains(command.get(0))) {
            arguments.add(other);
        }
        arguments.add(capture);
        Files.deleteIfExists(output);
        long nanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        CommandRun run = CommandRun.of(arguments.toArray());
        long tookNanos = THREADS.getCurrentThreadCpuTime() - nanos;
        long tookBytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        assertTrue(Set.of(0, 3, 4).contains(run.exitCode()), () -> command + ": " + run.err());
        long size = Files.size(capture) + run.out().length;
        for (Path each : more) {
            size += Files.size(each);
        }
        return new Used(tookNanos, tookBytes, Files.exists(output) ? size + Files.size(output) : size);
    }

    @ParameterizedTest
    @EnumSource
    void four_times_as_much_costs_about_four_times_as_much(HostileCapture kind) throws IOException {
        Path one = Files.write(folder.resolve("one.bin"), kind.stream(kind.usual));
        Path four = Files.write(folder.resolve("four.bin"), kind.stream(4 * kind.usual));
        Path other = Files.write(folder.resolve("other.bin"), kind.stream(kind.usual + 1));
        for (List<String> command : COMMANDS) {
            used(command, one, other);
            String told = "";
            boolean well = false;
            for (int attempt = 0; attempt < TRIES && !well; attempt++) {
                Used small = used(command, one, other);
                Used large = used(command, four, other);
                double more = Math.max(4, large.size() / small.size());
                well = large.bytes() < MOST_MEMORY * more * small.bytes()
                        && large.nanos() < MOST_TIME * more * small.nanos();
                told = kind + " " + command + ": " + small + ", then " + large;
            }
            assertTrue(well, told);
        }
    }
}
