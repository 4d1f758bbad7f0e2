package dev.heapcrest.cli;

import dev.heapcrest.report.check.GitHubAnnotations;
import dev.heapcrest.report.check.MarkdownTable;
import dev.heapcrest.report.check.Verdict;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What GitHub is told of a check. */
final class GitHubOptions {
    @Option(
            names = "--github",
            description = "Print GitHub's annotations, and add a summary to GITHUB_STEP_SUMMARY. By itself where"
                    + " GITHUB_ACTIONS is true.")
    boolean github;

    @Option(
            names = "--source-root",
            paramLabel = "DIRECTORY",
            description = "Where annotations look for files. Default: GITHUB_WORKSPACE.")
    @Nullable
    String sourceRoot;

    /** Annotations to standard output, a table to the summary of the step; nothing elsewhere than on GitHub. */
    void write(List<Verdict> verdicts, Writer out) throws IOException, CommandFailure {
        if (!github && !"true".equals(System.getenv("GITHUB_ACTIONS"))) {
            return;
        }
        String root = sourceRoot != null ? sourceRoot : System.getenv("GITHUB_WORKSPACE");
        GitHubAnnotations.write(verdicts, root == null ? null : UserPath.of(root), out);
        String summary = System.getenv("GITHUB_STEP_SUMMARY");
        if (summary != null && !summary.isEmpty()) {
            try (Writer file =
                    Files.newBufferedWriter(Path.of(summary), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                MarkdownTable.write(verdicts, file);
            } catch (IOException e) {
                throw CommandFailure.failed(
                        "Cannot write GITHUB_STEP_SUMMARY, %s: %s".formatted(summary, CaptureInput.reason(e)));
            }
        }
    }
}
