package dev.heapcrest.cli.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heapcrest.cli.CommandModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Manual pages and completions, asked by the programs that they are for. */
class CommandDocumentsTest {
    private static final String BASH = "bash-completion/completions/heapcrest";
    private static final String ZSH = "zsh/site-functions/_heapcrest";
    private static final String FISH = "fish/vendor_completions.d/heapcrest.fish";

    private static final CommandLine PROGRAM = CommandModel.of();

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        CommandDocuments.main(new String[] {folder.toString(), "1.2.3", "2026-11-30T12:00:00Z"});
    }

    @Test
    void every_command_has_a_manual_page() throws IOException {
        try (Stream<Path> pages = Files.list(folder.resolve("man/man1"))) {
            assertEquals(
                    Stream.concat(
                                    Stream.of("heapcrest.1"),
                                    CommandText.commands(PROGRAM).stream()
                                            .map(command -> "heapcrest-" + command.name() + ".1"))
                            .sorted()
                            .toList(),
                    pages.map(page -> page.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void every_option_is_in_its_manual_page_and_in_each_completion() throws IOException {
        List<String> missing = new ArrayList<>();
        int seen = 0;
        String zsh = read(ZSH);
        String fish = read(FISH);
        String bash = read(BASH);
        for (CommandSpec command : CommandText.commands(PROGRAM)) {
            String page = read("man/man1/heapcrest-" + command.name() + ".1").replace("\\-", "-");
            String zshPart = part(zsh, "        " + String.join("|", command.names()) + ")\n", ";;");
            String bashPart = part(bash, "    " + String.join(" | ", command.names()) + ")\n", "'\n")
                    .replace("options='", " ");
            String fishPart = String.join(
                    "\n",
                    fish.lines()
                            .filter(line -> line.contains(
                                    "'__fish_seen_subcommand_from " + String.join(" ", command.names()) + "'"))
                            .toList());
            for (OptionSpec option : command.options()) {
                for (String name : option.names()) {
                    seen++;
                    String ofFish = name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1);
                    boolean there = page.contains("\\fB" + name + "\\fR")
                            && zshPart.matches("(?s).*[)*']" + name + "[+=]?\\[.*")
                            && (fishPart + " ").contains(ofFish + " ")
                            && (bashPart + " ").contains(name + " ");
                    if (!there) {
                        missing.add(command.name() + " " + name);
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(seen > 200, seen + " names of options");
    }

    @Test
    void manual_pages_render_without_a_warning() throws Exception {
        assumeTrue(isHere("groff"), "needs groff (Debian: apt install groff-base)");
        try (Stream<Path> pages = Files.list(folder.resolve("man/man1"))) {
            for (Path page : pages.toList()) {
                assertEquals("", run("groff", "-ww", "-z", "-man", "-Tutf8", page.toString()), page.toString());
            }
        }
    }

    @Test
    void what_means_something_to_the_formatter_is_printed() throws Exception {
        assumeTrue(isHere("groff"), "needs groff (Debian: apt install groff-base)");
        CommandSpec odd = CommandSpec.create().name("odd");
        odd.usageMessage().description(".TH 'a\\b' --x, 5%+64KiB");
        odd.addOption(OptionSpec.builder("--odd")
                .description("'.br' is no macro.", "@|bold bold|@ is.")
                .build());
        CommandLine parent = new CommandLine(CommandSpec.create().name("heapcrest"));
        parent.addSubcommand(new CommandLine(odd));
        Path page = Files.writeString(folder.resolve("odd.1"), ManualPage.of(odd, "1.2.3", "2026-11-30"));
        String printed = run("groff", "-ww", "-man", "-Tascii", "-P-cbou", page.toString());
        assertTrue(printed.contains("\n       .TH 'a\\b' --x, 5%+64KiB\n"), printed);
        assertTrue(printed.contains("'.br' is no macro. bold is."), printed);
    }

    @ParameterizedTest
    @CsvSource({"bash, " + BASH, "zsh, " + ZSH, "fish, " + FISH})
    void shells_parse_their_completions(String shell, String file) throws Exception {
        assumeTrue(isHere(shell), "needs " + shell);
        assertEquals("", run(shell, "-n", folder.resolve(file).toString()));
    }

    @Test
    void bash_completes_commands_options_and_words() throws Exception {
        assumeTrue(isHere("bash"), "needs bash");
        // compopt is for a completion that is going on
        String ask = "compopt() { :; }; source \"$0\"; COMP_WORDS=(heapcrest \"$@\"); COMP_CWORD=$#; _heapcrest;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        assertEquals(List.of("flamegraph", "flamegraphs"), complete(ask, "fla"));
        assertEquals(List.of("--leaks"), complete(ask, "flamegraph", "--lea"));
        assertEquals(List.of("plain"), complete(ask, "flamegraph", "--progress", "=", "p"));
        assertEquals(List.of("auto", "none", "plain"), complete(ask, "-v", "flamegraph", "--progress", ""));
        assertEquals(List.of("collapsed"), complete(ask, "transform", "-f", "co"));
        String files = "";
        assertEquals(List.of(files), complete(ask, "flamegraph", "x"));
        assertEquals(List.of(files), complete(ask, "flamegraph", "-o", "x"));
        assertEquals(List.of(files), complete(ask, "transform", "csv", "x"));
    }

    private List<String> complete(String ask, String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", ask, folder.resolve(BASH).toString()));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new))
                .lines()
                .map(String::strip)
                .sorted()
                .toList();
    }

    @Test
    void fish_completes_commands_options_words_and_files() throws Exception {
        assumeTrue(isHere("fish"), "needs fish");
        Files.writeString(folder.resolve("progress.bin"), "");
        Map<String, List<String>> expected = Map.of(
                "heapcrest fla", List.of("flamegraph", "flamegraphs"),
                "heapcrest prog", List.of(),
                "heapcrest flamegraph --lea", List.of("--leaks"),
                "heapcrest flamegraph --progress ", List.of("auto", "none", "plain"),
                "heapcrest flamegraph prog", List.of("progress.bin"),
                "heapcrest transform co", List.of("collapsed"));
        for (Map.Entry<String, List<String>> each : expected.entrySet()) {
            String out = run("fish", "--no-config", "-c", "source " + FISH + "; complete -C '" + each.getKey() + "'");
            assertEquals(
                    each.getValue(),
                    out.lines()
                            .map(line -> line.replaceAll("\t.*", ""))
                            .sorted()
                            .toList(),
                    each.getKey());
        }
    }

    /** Through a pseudo-terminal, which is the only way that zsh completes. */
    @Test
    void zsh_completes_commands_and_options() throws Exception {
        assumeTrue(isHere("zsh"), "needs zsh");
        String ask = String.join(
                "\n",
                "zmodload zsh/zpty",
                "zpty shell zsh -f -i",
                "zpty -w shell 'fpath=(" + folder.resolve(ZSH).getParent() + " $fpath); autoload -U compinit;"
                        + " compinit -u -D; bindkey \"^I\" complete-word; PS1=RE\"\"ADY'",
                "zpty -r shell seen '*READY*'",
                "zpty -w -n shell $'heapcrest flamegraph --lea\\t'",
                "zpty -r shell seen '*--leaks*'",
                "zpty -w -n shell $'\\x15heapcrest compac\\t'",
                "zpty -r shell seen '*compact*'",
                "zpty -d shell",
                "print both");
        assertEquals("both\n", run("timeout", "60", "zsh", "-f", "-c", ask));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static String part(String text, String from, String to) {
        int begin = text.indexOf(from);
        assertTrue(begin >= 0, from);
        return text.substring(begin, text.indexOf(to, begin));
    }

    private static boolean isHere(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** All that it prints. */
    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
        return out;
    }
}
