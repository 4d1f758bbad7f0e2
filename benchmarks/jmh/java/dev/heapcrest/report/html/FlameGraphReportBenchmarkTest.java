package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FlameGraphReportBenchmarkTest {
    @Test
    void thePageHoldsEveryNodeAndEveryByteOfTheProfile() throws IOException {
        FlameGraphReportBenchmark benchmark = new FlameGraphReportBenchmark();
        benchmark.nodes = 20_000;
        benchmark.make();
        FlameGraphReportBenchmark.Written written = new FlameGraphReportBenchmark.Written();
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        long bytes = benchmark.write(benchmark.tree, page, written);
        assertEquals(page.size(), bytes);
        PayloadReader payload = PayloadReader.ofPage(page.toString(StandardCharsets.UTF_8));
        assertEquals(benchmark.tree.nodeCount(), payload.depths.length);
        assertEquals(
                benchmark.profile.figures(View.Kind.PEAK).totalBytes(),
                Arrays.stream(payload.metrics.get(8)[0]).sum());

        assertEquals(bytes, benchmark.page(written));
        assertEquals(bytes, benchmark.treeAndPage(written));
        assertEquals(3 * bytes, written.pageBytes);
        assertEquals(3L * benchmark.tree.nodeCount(), written.treeNodes);
        assertTrue(benchmark.tree.nodeCount() > 15_000);
    }
}
