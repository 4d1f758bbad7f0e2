package dev.heapcrest.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a report goes. */
final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUTPUT",
            description = "Name of the report; - writes it to standard output. By default it is written beside the"
                    + " capture, named after it.")
    @Nullable
    String output;

    @Option(
            names = {"-f", "--force"},
            description = "Overwrite the report if it exists. By default nothing is overwritten.")
    boolean force;

    /**
     * Makes sure that the report can be written, before the capture is read.
     *
     * @param kind of report, for its default name ({@link OutputName#beside})
     * @param suffix of its default name
     */
    Output open(CaptureInput input, String kind, String suffix, Terminal terminal) throws CommandFailure {
        if ("-".equals(output)) {
            return Output.standard(terminal);
        }
        return AtomicFile.create(
                output == null
                        ? UserPath.ofOutput(
                                OutputName.beside(input.path(), kind, suffix).toString())
                        : UserPath.ofOutput(output),
                force,
                input.path(),
                terminal.err());
    }
}
