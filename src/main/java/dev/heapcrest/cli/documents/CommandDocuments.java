package dev.heapcrest.cli.documents;

import dev.heapcrest.cli.CommandModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Manual pages and completions of all commands, by where they belong below {@code share}. */
public final class CommandDocuments {
    private CommandDocuments() {}

    /**
     * Writes them below a directory.
     *
     * @param arguments directory, release, and when that was made, as 2026-11-30T12:00:00Z
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        for (Map.Entry<String, String> document : of(CommandModel.of(), arguments[1], arguments[2].substring(0, 10))
                .entrySet()) {
            Path file = directory.resolve(document.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, document.getValue(), StandardCharsets.UTF_8);
        }
    }

    /** Texts by file names. */
    static Map<String, String> of(CommandLine program, String release, String date) {
        Map<String, String> documents = new TreeMap<>();
        documents.put("man/man1/heapcrest.1", ManualPage.of(program.getCommandSpec(), release, date));
        for (CommandSpec command : CommandText.commands(program)) {
            documents.put("man/man1/heapcrest-" + command.name() + ".1", ManualPage.of(command, release, date));
        }
        documents.put("bash-completion/completions/heapcrest", BashCompletion.of(program));
        documents.put("zsh/site-functions/_heapcrest", ZshCompletion.of(program));
        documents.put("fish/vendor_completions.d/heapcrest.fish", FishCompletion.of(program));
        return documents;
    }
}
