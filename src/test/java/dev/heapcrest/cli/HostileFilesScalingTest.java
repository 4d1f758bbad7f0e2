package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.heapcrest.Heapcrest;
import dev.heapcrest.profile.HistoryOptions;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.SymbolKind;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.symbols.pack.PackReader;
import dev.heapcrest.symbols.pack.PackWriter;
import dev.heapcrest.symbols.pack.SymbolPack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same as {@link HostileScalingTest}, for our own files: partials, profiles and symbol packs, of n and of
 * 4 n of what was bad in captures. A quadratic step would take sixteen times as much.
 */
class HostileFilesScalingTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Of n and 4 n; memory grows in steps of two. */
    private static final double MOST_MEMORY = 6;

    /** Of n and 4 n. Code that is compiled meanwhile makes a run two times faster or slower. */
    private static final double MOST_TIME = 10;

    private static final int TRIES = 3;

    /** All that there are. */
    private static final String NODES = "--capture-nodes=1000000";

    /** More than a capture needs for a file of megabytes. */
    private static final int LARGE = 8;

    @TempDir
    Path folder;

    private interface Work {
        void run() throws IOException;
    }

    private record Used(double nanos, double bytes) {}

    private static Used used(Work work) throws IOException {
        long nanos = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return new Used(THREADS.getCurrentThreadCpuTime() - nanos, THREADS.getCurrentThreadAllocatedBytes() - bytes);
    }

    private static void proportional(String what, Work one, Work four) throws IOException {
        used(one);
        String told = "";
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Used small = used(one);
            Used large = used(four);
            if (large.bytes() < MOST_MEMORY * small.bytes() && large.nanos() < MOST_TIME * small.nanos()) {
                return;
            }
            told = what + ": " + small + ", then " + large;
        }
        fail(told);
    }

    private Path capture(HostileCapture kind, int n) throws IOException {
        return Files.write(folder.resolve(n + ".bin"), kind.stream(n));
    }

    private Path partial(HostileCapture kind, int n) throws IOException {
        Path partial = folder.resolve(n + ".hcp");
        CommandRun run = CommandRun.of("partial", "-q", NODES, "-o", partial, capture(kind, n));
        assertTrue(Set.of(0, 3).contains(run.exitCode()), run.err());
        return partial;
    }

    private static Work command(Object... arguments) {
        return () -> {
            CommandRun run = CommandRun.of(arguments);
            assertTrue(Set.of(0, 3).contains(run.exitCode()), run.err());
        };
    }

    @ParameterizedTest
    @EnumSource
    void partials(HostileCapture kind) throws IOException {
        Path one = partial(kind, LARGE * kind.usual / 4);
        Path four = partial(kind, LARGE * kind.usual);
        Path sum = folder.resolve("sum.hcp");
        Path page = folder.resolve("page.html");
        proportional(
                "merge",
                command("merge", "-q", "-f", "-j", "1", NODES, "-o", page, "--partial", sum, one, one),
                command("merge", "-q", "-f", "-j", "1", NODES, "-o", page, "--partial", sum, four, four));
        proportional(
                "diff",
                command("diff", "-q", "-f", "-j", "1", NODES, "-o", page, one, four),
                command("diff", "-q", "-f", "-j", "1", NODES, "-o", page, four, four));
    }

    @ParameterizedTest
    @EnumSource
    void profiles(HostileCapture kind) throws IOException {
        proportional(
                "profile",
                reading(profile(capture(kind, LARGE * kind.usual / 4))),
                reading(profile(capture(kind, LARGE * kind.usual))));
    }

    private static byte[] profile(Path capture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Heapcrest.profile(capture, ProfileOptions.DEFAULT.withHistory(HistoryOptions.DEFAULT))
                .writeTo(bytes);
        return bytes.toByteArray();
    }

    private static Work reading(byte[] profile) {
        return () -> Heapcrest.tree(Profile.readFrom(new ByteArrayInputStream(profile)), View.Kind.PEAK);
    }

    /** Many images, and at each address many frames that were inlined, all with names that begin alike. */
    @Test
    void symbolPacks() throws IOException {
        byte[] one = pack(100);
        byte[] four = pack(400);
        proportional("pack", unpacking(one, 100), unpacking(four, 400));
    }

    private static byte[] pack(int images) throws IOException {
        SymbolTable.Builder table = new SymbolTable.Builder();
        long[][] offsets = new long[images][100];
        for (int i = 0; i < images; i++) {
            String path = "/lib/" + "x".repeat(1_000) + i + ".so";
            Image image = new Image(path, List.of(new Image.Segment(0, 0x100000)));
            table.image(new ImageReport(image, ImageState.FOUND, path, "0102", SymbolKind.DWARF, "", ""));
            for (int at = 0; at < offsets[i].length; at++) {
                offsets[i][at] = 16L * at;
                table.address();
                for (int level = 0; level < 10; level++) {
                    table.level("function_of_a_long_name_" + i + "_" + at, "file" + level + ".c", i + at + level);
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PackWriter.write(
                new SymbolPack(new SymbolPack.Origin("heapcrest", 1, 2), List.of(offsets), table.build()), bytes);
        return bytes.toByteArray();
    }

    private static Work unpacking(byte[] pack, int images) {
        return () -> assertEquals(
                images,
                PackReader.read(new ByteArrayInputStream(pack)).offsets().size());
    }
}
