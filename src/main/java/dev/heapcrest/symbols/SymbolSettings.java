package dev.heapcrest.symbols;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where images, debug files and the symbolizer are looked for.
 *
 * @param pathMap tried first, in order
 * @param sysroot folder that holds the images under their whole paths; null = none
 * @param symbolPath folders with images and debug files
 * @param debugFileDirectories folders with {@code .build-id}; empty = /usr/lib/debug, and the sysroot's
 * @param symbolizer an llvm-symbolizer or addr2line, which must be there; null = looked for
 * @param environment variables of the process: PATH, HOME, HEAPCREST_SYMBOLIZER, DEBUGINFOD_CACHE_PATH
 */
public record SymbolSettings(
        List<PathMapping> pathMap,
        @Nullable Path sysroot,
        List<Path> symbolPath,
        List<Path> debugFileDirectories,
        @Nullable Path symbolizer,
        Map<String, String> environment) {
    /** Copies the lists. */
    public SymbolSettings {
        pathMap = List.copyOf(pathMap);
        symbolPath = List.copyOf(symbolPath);
        debugFileDirectories = List.copyOf(debugFileDirectories);
        environment = Map.copyOf(environment);
    }

    /** Nothing but what the environment says. */
    public static SymbolSettings of(Map<String, String> environment) {
        return new SymbolSettings(List.of(), null, List.of(), List.of(), null, environment);
    }

    /** With this folder before the images' paths. */
    public SymbolSettings withSysroot(@Nullable Path folder) {
        return new SymbolSettings(pathMap, folder, symbolPath, debugFileDirectories, symbolizer, environment);
    }
}
