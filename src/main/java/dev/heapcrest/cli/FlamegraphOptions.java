package dev.heapcrest.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** What all commands take that write the page. */
final class FlamegraphOptions {
    @Mixin
    ViewOptions view = new ViewOptions();

    @Mixin
    PageOptions page = new PageOptions();

    @Mixin
    TimeOptions time = new TimeOptions();

    @Mixin
    PrivateOption privacy = new PrivateOption();

    @Mixin
    SymbolOptions symbols = new SymbolOptions();

    @Mixin
    RunOptions run = new RunOptions();

    /** What picocli does not tell: options that exclude each other, and numbers that are none. */
    void check(ParseResult arguments) throws CommandFailure {
        view.check(arguments);
        check();
    }

    /** The same where only one kind can have been chosen. */
    void check() throws CommandFailure {
        time.check(view);
        page.check();
    }
}
