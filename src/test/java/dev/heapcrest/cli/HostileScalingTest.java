package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four times as much of the worst costs about four times as much, not sixteen times. */
class HostileScalingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final List<List<String>> COMMANDS = List.of(
            List.of("flamegraph"),
            List.of("flamegraph", "--temporal"),
            List.of("flamegraph", "--private"),
            List.of("transform", "json", "--split-threads"),
            List.of("transform", "csv"),
            List.of("transform", "collapsed"),
            List.of("transform", "speedscope"),
            List.of("transform", "gprof2dot"),
            List.of("transform", "pprof"),
            List.of("stats", "--json"),
            List.of("compact"),
            List.of("partial"),
            List.of("diff"));

    @TempDir
    Path folder;

    private record Used(long nanos, long bytes) {}

    private Used used(List<String> command, Path capture) {
        java.util.ArrayList<Object> arguments = new java.util.ArrayList<>(command);
        if (!List.of("stats", "diff").contains(command.get(0))) {
            arguments.addAll(List.of("-f", "-q", "-o", folder.resolve("out")));
        }
        arguments.add(capture);
        if (command.get(0).equals("diff")) {
            arguments.add(folder.resolve("other"));
        }
        long nanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        CommandRun run = CommandRun.of(arguments.toArray());
        Used used = new Used(
                THREADS.getCurrentThreadCpuTime() - nanos, THREADS.getCurrentThreadAllocatedBytes() - bytes);
        if (run.exitCode() != 0) System.out.println("   exit " + run.exitCode() + " " + run.err().lines().findFirst().orElse(""));
        return used;
    }

    @ParameterizedTest
    @EnumSource
    void t(HostileCapture kind) throws IOException {
        int n = Integer.getInteger("factor", 1) * kind.usual;
        Path one = Files.write(folder.resolve("one.bin"), kind.stream(n));
        Path four = Files.write(folder.resolve("four.bin"), kind.stream(4 * n));
        Files.copy(one, folder.resolve("other"));
        System.out.println(kind + " " + Files.size(one) + " " + Files.size(four));
        for (List<String> command : COMMANDS) {
            used(command, one);
            Used small = used(command, one);
            Used large = used(command, four);
            System.out.printf("  %-40s %6.1f ms %6.1f ms %5.1f   %6d kB %6d kB %5.1f %s%n", command, small.nanos / 1e6, large.nanos / 1e6, 1.0 * large.nanos / small.nanos,
              small.bytes >> 10, large.bytes >> 10, 1.0 * large.bytes / small.bytes, large.nanos > 8 * small.nanos || large.bytes > 6 * small.bytes ? "<<<" : "");
        }
    }
}
