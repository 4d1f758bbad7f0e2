package dev.heapcrest.report.html;

import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ConfidentialFiles;
import dev.heapcrest.report.PageBudget;
import dev.heapcrest.report.ReportOptions;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import dev.heapcrest.tree.SyntheticProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a profile through its tree to the page: nodes of the tree and bytes of the page a second. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx3g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@State(Scope.Thread)
public class FlameGraphReportBenchmark {
    @Param({"100000", "1000000"})
    int nodes;

    Profile profile;
    CallTree tree;

    /** What was written, a second. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Written {
        public long treeNodes;
        public long pageBytes;
    }

    /** Makes the profile, and the tree for the benchmark of the page alone. */
    @Setup(Level.Trial)
    public void make() {
        profile = SyntheticProfile.of(nodes);
        tree = CallTreeBuilder.build(profile, View.Kind.PEAK);
        FlameGraphReport.prepare();
    }

    /** Bytes of the page, the tree built first. */
    @Benchmark
    public long treeAndPage(Written written) throws IOException {
        return write(CallTreeBuilder.build(profile, View.Kind.PEAK), OutputStream.nullOutputStream(), written);
    }

    /** Bytes of the page. */
    @Benchmark
    public long page(Written written) throws IOException {
        return write(tree, OutputStream.nullOutputStream(), written);
    }

    long write(CallTree ofProfile, OutputStream stream, Written written) throws IOException {
        CountingStream counting = new CountingStream(stream);
        FlameGraphReport.write(profile, ofProfile, OPTIONS, counting);
        written.treeNodes += ofProfile.nodeCount();
        written.pageBytes += counting.count;
        return counting.count;
    }

    private static final ReportOptions OPTIONS = new ReportOptions(
            "0.1.0",
            "synthetic.bin",
            "heapcrest flamegraph synthetic.bin",
            1_795_387_436_240L,
            false,
            false,
            ConfidentialFiles.NONE,
            Path.of("/nowhere"),
            PageBudget.DEFAULT,
            List.of());

    private static final class CountingStream extends OutputStream {
        private final OutputStream stream;
        private long count;

        CountingStream(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int one) throws IOException {
            count++;
            stream.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            stream.write(bytes, offset, length);
        }
    }
}
