package dev.heapcrest.cli;

import picocli.CommandLine.Option;

/** What is counted, and whether threads are kept apart. */
final class ViewOptions extends KindOptions {
    @Option(
            names = "--split-threads",
            description = "Keep the allocations of different threads apart. By default they are merged.")
    boolean splitThreads;
}
