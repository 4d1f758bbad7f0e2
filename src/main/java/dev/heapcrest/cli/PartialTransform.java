package dev.heapcrest.cli;

import dev.heapcrest.capture.Limits;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialFormatException;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.export.ExportFormat;
import dev.heapcrest.report.export.MergedExport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code transform} of a partial instead of a capture.
 *
 * @param labels with the labels that its captures have in common
 */
record PartialTransform(
        Terminal terminal, RunOptions run, PrivateOption privacy, ViewOptions view, boolean fullPaths, boolean labels) {
    /**
     * Writes it.
     *
     * @return the exit code
     */
    int write(Path file, ExportFormat format, Output target) throws CommandFailure {
        if (format == ExportFormat.JSON) {
            throw refused("format json", "merge --json has its figures");
        }
        if (view.splitThreads) {
            throw refused("argument --split-threads", "it does not keep threads apart");
        }
        if (view.temporaryThreshold() != ProfileOptions.NO_TEMPORARY) {
            throw refused("argument --temporary-allocations", "it has peak and leaks only");
        }
        if (privacy.privately) {
            throw refused("argument --private", "make it with partial --private");
        }
        Partial partial = read(file);
        if (partial.readable() == 0) {
            throw CommandFailure.failed("None of the captures of %s could be read.".formatted(file));
        }
        Limits limits = run.limits();
        ManyCaptures captures = new ManyCaptures(partial, partial.peakOfSum(false));
        target.write(out -> MergedExport.write(format, captures, view.kind(), fullPaths, labels, limits, out));
        InputReader.tell(terminal, file.toString(), partial);
        if (target.announced() && !run.quiet) {
            Pipeline.announce(terminal, "Wrote " + target.name());
        }
        return ManyInputs.exitCode(partial, run);
    }

    private static CommandFailure refused(String what, String why) {
        return CommandFailure.usage("%s: not of a partial; %s".formatted(what, why));
    }

    static Partial read(Path file) throws CommandFailure {
        try (InputStream stream = Files.newInputStream(file)) {
            return Partial.readFrom(stream);
        } catch (PartialFormatException e) {
            throw CommandFailure.failed("Cannot read %s: %s.".formatted(file, e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot read %s: %s".formatted(file, CaptureInput.reason(e)));
        }
    }
}
