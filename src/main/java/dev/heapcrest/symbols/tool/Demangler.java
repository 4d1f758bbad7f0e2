package dev.heapcrest.symbols.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes mangled names of C++ and Rust readable, through c++filt: binutils', which gives memray's names, or LLVM's, whose
 * lambdas and clones read otherwise.
 */
public final class Demangler {
    /** What a line can hold as one word, for c++filt; and what memray demangles. */
    private static final Pattern MANGLED = Pattern.compile("_Z[A-Za-z0-9_.$]+");

    private static final int NAMES_AT_ONCE = 10_000;

    private Demangler() {}

    /** Whether memray would demangle that name. */
    public static boolean mangled(String name) {
        return name.startsWith("_Z") && MANGLED.matcher(name).matches();
    }

    /**
     * The readable names of those that have one.
     *
     * @param program a c++filt
     * @param names mangled ones
     * @throws ToolFailure if the program does not give a line for each name
     */
    public static Map<String, String> demangle(Path program, Collection<String> names, Duration patience)
            throws ToolFailure {
        Map<String, String> readable = new HashMap<>();
        List<String> all = new ArrayList<>(names);
        for (int from = 0; from < all.size(); from += NAMES_AT_ONCE) {
            List<String> some = all.subList(from, Math.min(from + NAMES_AT_ONCE, all.size()));
            try (ChildTool tool = new ChildTool(List.of(program.toString()), patience)) {
                tool.ask(String.join("\n", some) + "\n");
                tool.askNothingMore();
                for (String name : some) {
                    readable.put(name, tool.answer());
                }
                if (!tool.ended()) {
                    throw new ToolFailure(tool.name() + " gave more lines than names");
                }
            }
        }
        return readable;
    }
}
