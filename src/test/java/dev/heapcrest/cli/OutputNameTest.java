package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected names come from memray 1.20.0's rule, run on CPython 3.11's pathlib. */
class OutputNameTest {
    @ParameterizedTest
    @CsvSource({
        "x.bin, memray-flamegraph-x.html",
        "x, memray-flamegraph-x.html",
        "memray-x.py.123.bin, memray-flamegraph-x.py.123.html",
        "memray-x, memray-flamegraph-x.html",
        "memray-, memray-flamegraph-.html",
        ".bin, memray-flamegraph-.bin.html",
        "x., memray-flamegraph-x..html",
        "x.tar.gz, memray-flamegraph-x.tar.html",
        "a/b/memray-q.bin, a/b/memray-flamegraph-q.html",
        "/r/x.bin, /r/memray-flamegraph-x.html",
        "memray-flamegraph-x.bin, memray-flamegraph-flamegraph-x.html",
        "..x, memray-flamegraph-..html",
        "x y.bin, memray-flamegraph-x y.html",
        ".a.b, memray-flamegraph-.a.html",
        "memray-.bin, memray-flamegraph-.html",
        "x..bin, memray-flamegraph-x..html"
    })
    void a_flame_graph_is_named_as_memray_names_it(String capture, String report) {
        assertEquals(Path.of(report), OutputName.beside(Path.of(capture), "flamegraph", ".html"));
    }

    @ParameterizedTest
    @CsvSource({
        "x.bin, memray-speedscope-x.speedscope.json",
        "..x, memray-speedscope-..speedscope.json",
        "a/b/memray-q.bin, a/b/memray-speedscope-q.speedscope.json"
    })
    void a_suffix_may_have_two_parts(String capture, String report) {
        assertEquals(Path.of(report), OutputName.beside(Path.of(capture), "speedscope", ".speedscope.json"));
    }

    @Test
    void the_report_of_standard_input_goes_to_the_working_directory() {
        assertEquals(Path.of("memray-flamegraph-stdin.html"), OutputName.beside(null, "flamegraph", ".html"));
    }
}
