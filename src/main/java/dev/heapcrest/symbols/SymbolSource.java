package dev.heapcrest.symbols;

import java.util.List;

/** Gives names to addresses. */
@FunctionalInterface
public interface SymbolSource {
    /** Looks for nothing: every address is its module and offset. */
    SymbolSource NONE = wanted -> {
        SymbolTable.Builder table = new SymbolTable.Builder();
        for (ImageAddresses each : wanted) {
            table.image(ImageReport.without(each.image(), ImageState.NOT_SEARCHED));
            for (long offset : each.offsets()) {
                table.moduleAndOffset(each.image(), offset);
            }
        }
        return table.build();
    };

    /**
     * The levels of each address. It may start child processes, and ends them before it returns; it throws nothing for
     * files and tools that are missing, broken or slow. May be called from any thread, once at a time.
     *
     * @param wanted each image once
     * @return by the index in {@code wanted} and the index in its offsets
     */
    SymbolTable symbolize(List<ImageAddresses> wanted);
}
