package dev.heapcrest.symbols.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
    @TempDir
    Path folder;

    private void program(String name, boolean executable) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
    }

    @Test
    void a_program_without_version_comes_first_and_then_the_newest() throws IOException {
        for (String name : List.of("x-9", "x-19", "x-14", "x", "x-tool", "xy-20")) {
            program(name, true);
        }
        program("x-22", false);
        Tools tools = new Tools(folder.toString(), Duration.ofSeconds(1));
        assertEquals(
                List.of("x", "x-19", "x-14", "x-9"),
                tools.named("x").stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    @Test
    void nothing_is_run_from_a_relative_folder() throws IOException {
        program("x", true);
        Path relative = Path.of("").toAbsolutePath().relativize(folder);
        assertFalse(new Tools("." + java.io.File.pathSeparator + relative, Duration.ofSeconds(1)).installed("x"));
        assertTrue(new Tools(":" + folder, Duration.ofSeconds(1)).installed("x"));
    }

    @Test
    void tools_inherit_nothing_that_makes_them_ask_a_server() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", "/bin", "DEBUGINFOD_URLS", "https://example.org", "LLVM_SYMBOLIZER_OPTS", "--debuginfod"));
        ChildTool.quieten(environment);
        assertEquals(Map.of("PATH", "/bin"), environment);
    }
}
