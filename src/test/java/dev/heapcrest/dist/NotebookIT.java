package dev.heapcrest.dist;

import static dev.heapcrest.dist.Forms.runAsBuild;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The wheel beside memray itself: a notebook, and captures of pytest-memray. */
@EnabledIfSystemProperty(
        named = "dist",
        matches = "true",
        disabledReason = "mvn -Pdist verify makes what is tested here")
class NotebookIT {
    @TempDir
    Path folder;

    @Test
    void notebooks_and_pytest_record_with_memray_and_show_heapcrests_page() throws Exception {
        Path wheel = Forms.form("python/heapcrest-.*-py3-none-any\\.whl");
        List<String> pythons = Pythons.oldestAndNewest();
        Path environment = Pythons.environment(folder, pythons.get(pythons.size() - 1));
        Pythons.install(environment, wheel, "memray", "nbclient", "ipykernel", "pytest-memray");
        Path python = environment.resolve("bin/python");

        Path script = Path.of("src/test/python/notebook.py").toAbsolutePath();
        String said = runAsBuild(folder, python, script).text();
        assertTrue(said.endsWith("5 cells as expected\n"), said);

        // docs/ci.md has this recipe
        Files.writeString(folder.resolve("test_shop.py"), """
                def test_small():
                    assert bytearray(1 << 20)

                def test_large():
                    assert [bytearray(1 << 20) for _ in range(30)]
                """);
        runAsBuild(
                        folder,
                        python,
                        "-m",
                        "pytest",
                        "-q",
                        "--memray",
                        "--memray-bin-path",
                        "captures",
                        "--memray-bin-prefix",
                        "run",
                        "test_shop.py")
                .text();
        try (Stream<Path> captures = Files.list(folder.resolve("captures"))) {
            assertEquals(
                    2, captures.filter(file -> file.toString().endsWith(".bin")).count());
        }
        Forms.Run check = runAsBuild(
                folder,
                environment.resolve("bin/heapcrest"),
                "check",
                "--name-from",
                "run-(.*)\\.bin",
                "--max-peak",
                "20MiB",
                "captures");
        assertEquals(4, check.exitCode(), check.out() + check.err());
        assertTrue(check.out().contains("FAILED  test_shop.py-test_large: peak 31"), check.out());
        assertTrue(!check.out().contains("FAILED  test_shop.py-test_small"), check.out());
        assertEquals(
                0,
                runAsBuild(folder, environment.resolve("bin/heapcrest"), "flamegraphs", "-d", "pages", "captures")
                        .exitCode());
        assertTrue(Files.exists(folder.resolve("pages/index.html")));
    }
}
