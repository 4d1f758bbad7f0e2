package dev.heapcrest.symbols.tool;

import java.util.regex.Pattern;

/** Names that compilers give to copies of functions. They are in symbol tables; DWARF has the original's. */
public final class CloneNames {
    private static final Pattern CLONE =
            Pattern.compile("(\\.(constprop|isra|part|cold|lto_priv|localalias|llvm)(\\.\\d+)*)+$");

    private CloneNames() {}

    /** The function that was copied; the name itself if it is no copy. */
    public static String original(String name) {
        return name.indexOf('.') < 0 ? name : CLONE.matcher(name).replaceFirst("");
    }
}
