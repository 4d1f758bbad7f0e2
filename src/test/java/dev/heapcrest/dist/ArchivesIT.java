package dev.heapcrest.dist;

import static dev.heapcrest.dist.Forms.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The archives and the Debian package, unpacked and installed. */
@EnabledIfSystemProperty(
        named = "dist",
        matches = "true",
        disabledReason = "mvn -Pdist verify makes what is tested here")
class ArchivesIT {
    private static final String VERSION = System.getProperty("version");
    private static final List<String> DOCUMENTS = List.of(
            "share/bash-completion/completions/heapcrest",
            "share/fish/vendor_completions.d/heapcrest.fish",
            "share/man/man1/heapcrest-flamegraph.1",
            "share/man/man1/heapcrest.1",
            "share/zsh/site-functions/_heapcrest");

    @TempDir
    Path folder;

    private Path somewhere;
    private Map<String, String> withoutJava;
    private Map<String, String> withJava;

    @BeforeEach
    void prepare() throws IOException {
        somewhere = Files.createDirectories(folder.resolve("some where"));
        String tools = Forms.pathWithoutJava(folder);
        withoutJava = Forms.environment(tools, folder);
        withJava = Forms.environment(tools + ":" + System.getProperty("java.home") + "/bin", folder);
    }

    @Test
    void the_archive_with_a_runtime_needs_nothing() throws Exception {
        Path archive = Forms.form("heapcrest-.*-(linux|darwin)-.*\\.tar\\.gz");
        assertTrue(Files.size(archive) < 45_000_000, Files.size(archive) + " bytes");
        Path home = unpack(archive);
        Path program = home.resolve("bin/heapcrest");
        List<String> version =
                run(withoutJava, somewhere, program, "--version").text().lines().toList();
        assertTrue(version.get(0).startsWith("heapcrest " + VERSION + ", commit "), version.toString());
        assertTrue(version.get(1).endsWith(home.toRealPath() + "/lib/heapcrest/runtime"), version.toString());

        assertEquals(
                "Wrote x.html\n",
                run(withoutJava, somewhere, program, "flamegraph", "-o", "x.html", Forms.CAPTURE)
                        .text());
        assertTrue(Files.readString(somewhere.resolve("x.html")).endsWith("</html>\n"));
        assertTrue(
                Forms.filesBelow(home.resolve("share/heapcrest")).toString().contains(".jsa.size"),
                "the archive of classes is there");
        // what no class of ours names could be missing from the runtime: every command is tried
        String csv = run(
                        withJava,
                        somewhere,
                        Path.of("bin/heapcrest").toAbsolutePath(),
                        "transform",
                        "csv",
                        "-q",
                        "-o",
                        "-",
                        Forms.CAPTURE)
                .text();
        assertEquals(
                csv,
                run(withoutJava, somewhere, program, "transform", "csv", "-q", "-o", "-", Forms.CAPTURE)
                        .text());
        for (String command : List.of(
                "stats",
                "table -o table.html",
                "tree",
                "summary",
                "dump",
                "series",
                "check --max-peak 1GB",
                "transform -o y pprof",
                "transform -o z json",
                "merge -o m.html",
                "compact -o c.bin",
                "symbols -f -o s.symbols")) {
            List<Object> words = Stream.concat(Stream.of(program), Stream.of(command.split(" ")))
                    .map(Object.class::cast)
                    .toList();
            Object[] all =
                    Stream.concat(words.stream(), Stream.of(Forms.CAPTURE)).toArray();
            Forms.Run run = run(withoutJava, somewhere, all);
            assertFalse(run.err().contains("Error") || run.err().contains("Exception"), command + run.err());
            // without native stacks there is nothing to name
            assertTrue(run.exitCode() == 0 || command.startsWith("symbols"), command + run.err());
        }
        assertEquals(
                3,
                run(withoutJava, somewhere, program, "flamegraph", "-o", "cut.html", Forms.CUT)
                        .exitCode());
    }

    @Test
    void the_archive_without_a_runtime_takes_the_machines_java() throws Exception {
        Path archive = Forms.form("heapcrest-" + VERSION + "-noarch\\.tar\\.gz");
        Path home = unpack(archive);
        Path program = home.resolve("bin/heapcrest");
        assertTrue(
                run(withJava, somewhere, program, "--version").text().contains(System.getProperty("java.home")),
                "the Java on the PATH");
        Forms.Run none = run(withoutJava, somewhere, program, "--version");
        assertEquals(1, none.exitCode());
        assertTrue(none.err().startsWith("heapcrest: no java found. Install Java 17 or later"), none.err());
        assertEquals(
                "memray",
                run(withJava, somewhere, home.resolve("bin/memray"), "--help")
                        .out()
                        .replaceAll("(?s)^Usage: (\\w+).*", "$1"));
    }

    @Test
    void both_archives_hold_manuals_completions_examples_and_licence() throws Exception {
        for (Path archive : List.of(
                Forms.form("heapcrest-" + VERSION + "-noarch\\.tar\\.gz"),
                Forms.form("heapcrest-.*-(linux|darwin)-.*\\.tar\\.gz"))) {
            List<String> files = Forms.filesBelow(unpack(archive));
            for (String document : DOCUMENTS) {
                assertTrue(files.contains(document), archive + " lacks " + document);
            }
            assertTrue(
                    files.containsAll(List.of("LICENSE", "NOTICE", "README.txt", "examples/simple.bin")),
                    files.toString());
        }
    }

    /** With dpkg itself, into a directory: it installs, runs both scripts and removes what they made. */
    @Test
    void the_package_is_installed_and_removed_without_a_trace() throws Exception {
        Path deb = Forms.form("heapcrest_.*_all\\.deb");
        Forms.needs("dpkg");
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
        Files.createDirectories(root.resolve("var/lib/dpkg/info"));
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        Files.createFile(root.resolve("var/lib/dpkg/available"));
        Object[] dpkg = {
            "dpkg",
            "--root=" + root,
            "--force-not-root",
            "--force-script-chrootless",
            "--force-depends",
            "--log=/dev/null"
        };
        Forms.runAsBuild(folder, with(dpkg, "--install", deb)).text();

        List<String> installed = Forms.filesBelow(root.resolve("usr"));
        assertTrue(
                installed.containsAll(List.of(
                        "bin/heapcrest",
                        "share/bash-completion/completions/heapcrest",
                        "share/doc/heapcrest/copyright",
                        "share/fish/vendor_completions.d/heapcrest.fish",
                        "share/heapcrest/bin/memray",
                        "share/heapcrest/heapcrest.jar",
                        "share/man/man1/heapcrest-flamegraph.1.gz",
                        "share/zsh/vendor-completions/_heapcrest")),
                installed.toString());
        assertTrue(
                installed.stream().anyMatch(name -> name.matches("share/heapcrest/heapcrest-.*\\.jsa")),
                "the archive of classes was made: " + installed);
        assertEquals(
                "Wrote x.html\n",
                run(withJava, somewhere, root.resolve("usr/bin/heapcrest"), "flamegraph", "-o", "x.html", Forms.CAPTURE)
                        .text());
        assertTrue(run(withJava, somewhere, root.resolve("usr/share/heapcrest/bin/memray"), "--help")
                .out()
                .startsWith("Usage: memray"));

        Forms.runAsBuild(folder, with(dpkg, "--remove", "heapcrest")).text();
        assertEquals(List.of(), Files.exists(root.resolve("usr")) ? Forms.filesBelow(root.resolve("usr")) : List.of());
    }

    @Test
    void the_package_says_what_it_needs() throws Exception {
        Path deb = Forms.form("heapcrest_.*_all\\.deb");
        Forms.needs("dpkg-deb");
        String control = Forms.runAsBuild(folder, "dpkg-deb", "--info", deb).text();
        assertTrue(control.contains(" Depends: default-jre-headless (>= 2:1.17) | java17-runtime-headless"), control);
        assertTrue(control.contains(" Version: " + VERSION.replace('-', '~') + "\n"), control);
        String contents =
                Forms.runAsBuild(folder, "dpkg-deb", "--contents", deb).text();
        assertTrue(contents.lines().allMatch(line -> line.contains(" root/root ")), contents);
    }

    private Path unpack(Path archive) throws Exception {
        Forms.runAsBuild(somewhere, "tar", "-xzf", archive).text();
        return somewhere.resolve(archive.getFileName().toString().replaceAll("(-noarch)?\\.tar\\.gz$", ""));
    }

    private static Object[] with(Object[] begin, Object... rest) {
        return Stream.concat(Stream.of(begin), Stream.of(rest)).toArray();
    }
}
