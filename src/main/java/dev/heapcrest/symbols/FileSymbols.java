package dev.heapcrest.symbols;

import dev.heapcrest.symbols.tool.CloneNames;
import dev.heapcrest.symbols.tool.Demangler;
import dev.heapcrest.symbols.tool.Level;
import dev.heapcrest.symbols.tool.ToolFailure;
import dev.heapcrest.symbols.tool.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Symbols from the files of this machine. What DWARF knows comes from a tool; what only a symbol table knows is read here,
 * so an image without DWARF needs no child process.
 */
final class FileSymbols implements SymbolSource {
    private final ImageSearch search;
    private final Tools tools;
    private final @Nullable Path symbolizer;

    FileSymbols(SymbolSettings settings, Duration patience) {
        search = new ImageSearch(settings);
        tools = new Tools(settings.environment().getOrDefault("PATH", ""), patience);
        symbolizer = settings.symbolizer();
    }

    /** An image, what was found of it, and the levels of its addresses with linkage names; null if it was not read. */
    private record Answer(ImageReport report, @Nullable List<List<Level>> levels) {}

    @Override
    public SymbolTable symbolize(List<ImageAddresses> wanted) {
        List<Answer> answers = new ArrayList<>();
        try (DwarfSession dwarf = new DwarfSession(tools, symbolizer)) {
            for (ImageAddresses each : wanted) {
                answers.add(answer(each, dwarf));
            }
        }
        Map<String, String> readable = readable(answers);
        SymbolTable.Builder table = new SymbolTable.Builder();
        for (int i = 0; i < answers.size(); i++) {
            add(wanted.get(i), answers.get(i), readable, table);
        }
        return table.build();
    }

    private Answer answer(ImageAddresses wanted, DwarfSession dwarf) {
        FoundImage found = search.find(wanted.image());
        Path file = found.file();
        String path = file == null ? "" : file.toString();
        if (file == null || found.state() != ImageState.FOUND) {
            return new Answer(new ImageReport(wanted.image(), found.state(), path, "", SymbolKind.NONE, "", ""), null);
        }
        long[] lookups = lookups(wanted.offsets());
        Path debugFile = found.debugFile();
        Path module = found.dwarf();
        List<List<Level>> levels =
                module == null || lookups.length == 0 ? null : dwarf.levels(module.toAbsolutePath(), lookups);
        String trouble = module == null || levels != null ? "" : dwarf.trouble();
        try (FunctionNames names = new FunctionNames(file, debugFile)) {
            List<List<Level>> both =
                    withTables(wanted.offsets(), lookups, levels, names, module != null && levels == null);
            SymbolKind kind =
                    module == null ? names.kind() : module.equals(file) ? SymbolKind.DWARF : SymbolKind.DEBUG_FILE;
            ImageReport report = new ImageReport(
                    wanted.image(),
                    ImageState.FOUND,
                    path,
                    found.buildId(),
                    kind,
                    debugFile == null ? "" : debugFile.toString(),
                    trouble.isEmpty() ? names.trouble() : trouble);
            return new Answer(report, both);
        }
    }

    /** Addresses of the calls, ascending and distinct: a return address may be that of the next function or line. */
    private static long[] lookups(long[] offsets) {
        return Arrays.stream(offsets)
                .map(offset -> offset - 1)
                .sorted()
                .distinct()
                .toArray();
    }

    /** @param unread the image has DWARF that nobody could read: its names are those of the originals */
    private static List<List<Level>> withTables(
            long[] offsets, long[] lookups, @Nullable List<List<Level>> dwarf, FunctionNames names, boolean unread) {
        List<List<Level>> all = new ArrayList<>(offsets.length);
        for (long offset : offsets) {
            List<Level> levels = dwarf == null ? List.of() : dwarf.get(Arrays.binarySearch(lookups, offset - 1));
            // a tool's own answer from a symbol table has no file
            boolean noDwarf = levels.isEmpty()
                    || (levels.size() == 1 && levels.get(0).file().equals(Level.NO_FILE));
            if (noDwarf) {
                String name = names.find(offset - 1);
                if (name != null) {
                    levels = List.of(new Level(unread ? CloneNames.original(name) : name, Level.NO_FILE, 0));
                }
            }
            all.add(levels);
        }
        return all;
    }

    private Map<String, String> readable(List<Answer> answers) {
        Set<String> mangled = new LinkedHashSet<>();
        for (Answer answer : answers) {
            if (answer.levels() != null) {
                for (List<Level> levels : answer.levels()) {
                    levels.stream()
                            .map(Level::function)
                            .filter(Demangler::mangled)
                            .forEach(mangled::add);
                }
            }
        }
        Path demangler = mangled.isEmpty() ? null : tools.demangler();
        if (demangler == null) {
            return Map.of();
        }
        try {
            return Demangler.demangle(demangler, mangled, tools.patience());
        } catch (ToolFailure e) {
            return Map.of();
        }
    }

    private static void add(
            ImageAddresses wanted, Answer answer, Map<String, String> readable, SymbolTable.Builder table) {
        table.image(answer.report());
        for (int i = 0; i < wanted.offsets().length; i++) {
            if (answer.levels() == null) {
                table.moduleAndOffset(wanted.image(), wanted.offsets()[i]);
                continue;
            }
            table.address();
            List<Level> levels = answer.levels().get(i);
            for (Level level : levels) {
                String file = level.file().equals(Level.NO_FILE) ? SymbolTable.UNKNOWN : level.file();
                table.level(readable.getOrDefault(level.function(), level.function()), file, level.line());
            }
            if (levels.isEmpty()) {
                table.level(SymbolTable.UNKNOWN, SymbolTable.UNKNOWN, 0);
            }
        }
    }
}
