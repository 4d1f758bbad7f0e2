package dev.heapcrest.symbols.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GNU addr2line: one process for each image. For each address it writes the address, then two lines for each level. It
 * makes relative file names absolute, and does not know clang's range lists of DWARF 5: the second choice.
 */
final class GnuAddr2line implements DebugReader {
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]+");
    private static final Pattern PLACE = Pattern.compile("(.*):(\\d+|\\?)(?: \\(discriminator \\d+\\))?");
    private static final int MOST_LEVELS = 1000;
    private static final int LONGEST_NUMBER = 9;

    private final Path program;
    private final Duration patience;

    GnuAddr2line(Path program, Duration patience) {
        this.program = program;
        this.patience = patience;
    }

    @Override
    public List<List<Level>> levels(Path module, long[] addresses) throws ToolFailure {
        // an option of its own, so that no name is taken for another option
        List<String> command = List.of(program.toString(), "-a", "-f", "-i", "--exe=" + module);
        try (ChildTool tool = new ChildTool(command, patience)) {
            StringBuilder request = new StringBuilder();
            for (long address : addresses) {
                request.append("0x").append(Long.toHexString(address)).append('\n');
            }
            // its answer to this one ends the last one before
            tool.ask(request.append("0x0\n").toString());
            tool.askNothingMore();
            List<List<Level>> levels = new ArrayList<>();
            String line = tool.answer();
            for (long address : addresses) {
                if (!ADDRESS.matcher(line).matches() || Long.parseUnsignedLong(line.substring(2), 16) != address) {
                    throw new ToolFailure(tool.name() + " answered another question");
                }
                List<Level> found = new ArrayList<>();
                for (line = tool.answer(); !ADDRESS.matcher(line).matches(); line = tool.answer()) {
                    add(found, line, tool.answer());
                }
                levels.add(found);
            }
            return levels;
        } catch (NumberFormatException e) {
            throw new ToolFailure(program.getFileName() + " gave an answer that cannot be read");
        }
    }

    private static void add(List<Level> levels, String function, String place) {
        Matcher matcher = PLACE.matcher(place);
        if (function.equals("??") || !matcher.matches() || levels.size() == MOST_LEVELS) {
            return;
        }
        String file = matcher.group(1);
        String line = matcher.group(2);
        boolean known = !line.equals("?") && line.length() <= LONGEST_NUMBER;
        levels.add(new Level(function, file.equals("??") ? Level.NO_FILE : file, known ? Integer.parseInt(line) : 0));
    }

    @Override
    public void close() {
        // each process ends with its image
    }
}
