package dev.heapcrest.symbols.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlvmAnswerTest {
    private static LlvmAnswer of(Level... levels) {
        return new LlvmAnswer("0x1", List.of(levels));
    }

    private static Level level(String function, String file, int line) {
        return new Level(function, file, line);
    }

    @Test
    void an_answer_is_read_whatever_else_it_says() throws IOException {
        LlvmAnswer answer = LlvmAnswer.read(
                "{\"Address\":\"0x12f8\",\"ModuleName\":\"/x\",\"Symbol\":[{\"Column\":81,\"FileName\":\"/s/t.cpp\","
                        + "\"FunctionName\":\"_Z1f\",\"Line\":10,\"New\":[{}]},{\"FunctionName\":\"g\"}]}");
        assertEquals(new LlvmAnswer("0x12f8", List.of(level("_Z1f", "/s/t.cpp", 10), level("g", "", 0))), answer);
        LlvmAnswer error = LlvmAnswer.read("{\"Address\":\"0x1\",\"Error\":{\"Message\":\"No such file\"}}");
        assertEquals(List.of(), error.levels());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}{}",
                "{\"Symbol\":{}}",
                "{\"Symbol\":[1]}",
                "{\"Symbol\":[{\"Line\":9999999999}]}",
                "{\"Symbol\":[{\"Line\":\"x\"}]}"
            })
    void what_is_no_answer_is_refused(String line) {
        assertThrows(IOException.class, () -> LlvmAnswer.read(line));
    }

    @Test
    void an_answer_from_a_symbol_table_has_no_file() {
        LlvmAnswer first = of(level("f.constprop.0", "tiny.c", 0));
        assertEquals(List.of(level("f.constprop.0", Level.NO_FILE, 0)), first.with(of(level("", "", 0))));
        assertEquals(List.of(), of(level("", "", 0)).with(of(level("", "", 0))));
    }

    @Test
    void the_outermost_function_has_the_name_that_dwarf_gives_it() {
        assertEquals("f", outermost("f.isra.0", "f"));
        assertEquals("PyImport_Import", outermost("PyImport_Import.localalias", "PyImport_Import"));
        assertEquals("_ZN4tiny1fEv", outermost("_ZN4tiny1fEv.part.0.cold", "f"));
        assertEquals("anonymous", outermost("_ZN4tiny12_GLOBAL__N_19anonymousEm", "anonymous"));
    }

    private static String outermost(String first, String second) {
        LlvmAnswer answer = of(level("inner.isra.0", "/a/b.c", 1), level(first, "/a/b.c", 2));
        List<Level> both = answer.with(of(level("inner", "b.c", 1), level(second, "b.c", 2)));
        // inlined functions are in no symbol table
        assertEquals("inner.isra.0", both.get(0).function());
        return both.get(1).function();
    }

    @Test
    void a_relative_directory_stays_relative_and_a_bare_file_becomes_absolute() {
        Map<String, String> files = new HashMap<>();
        for (String relative : List.of("tiny.c", "Objects/x.c", "./elf/./elf/dl.c", "/usr/include/y.h")) {
            List<Level> both = of(level("f", "/src/" + relative, 1)).with(of(level("f", relative, 1)));
            files.put(relative, both.get(0).file());
        }
        assertEquals(
                Map.of(
                        "tiny.c", "/src/tiny.c",
                        "Objects/x.c", "Objects/x.c",
                        "./elf/./elf/dl.c", "./elf/dl.c",
                        "/usr/include/y.h", "/usr/include/y.h"),
                files);
    }

    @Test
    void levels_without_a_name_are_left_out() {
        LlvmAnswer answer = of(level("", "/a.c", 1), level("f", "/a.c", 2));
        assertEquals(List.of(level("f", "/a.c", 2)), answer.with(answer));
    }
}
