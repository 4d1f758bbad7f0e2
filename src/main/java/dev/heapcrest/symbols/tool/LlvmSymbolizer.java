package dev.heapcrest.symbols.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * llvm-symbolizer, two of them: each address is asked twice with different options ({@link LlvmAnswer}). Both run while
 * the answers of both are read in turns. Exactly one line comes back for each request, errors as well.
 */
final class LlvmSymbolizer implements DebugReader {
    private final ChildTool first;
    private final ChildTool second;
    private final PlainLinks links = new PlainLinks();

    LlvmSymbolizer(Path program, Duration patience) throws ToolFailure {
        List<String> command = new ArrayList<>(List.of(
                program.toString(), "--output-style=JSON", "--inlines", "--no-demangle", "--functions=linkage"));
        first = new ChildTool(command, patience);
        command.set(command.size() - 1, "--functions=short");
        command.add("--relativenames");
        boolean started = false;
        try {
            second = new ChildTool(command, patience);
            started = true;
        } finally {
            if (!started) {
                first.close();
            }
        }
    }

    @Override
    public List<List<Level>> levels(Path module, long[] addresses) throws ToolFailure {
        Path plain = links.plain(module);
        StringBuilder request = new StringBuilder();
        for (long address : addresses) {
            request.append("CODE \"")
                    .append(plain)
                    .append("\" ")
                    .append(hex(address))
                    .append('\n');
        }
        first.ask(request.toString());
        second.ask(request.toString());
        List<List<Level>> levels = new ArrayList<>();
        for (long address : addresses) {
            LlvmAnswer answer = answer(first, address);
            levels.add(answer.with(answer(second, address)));
        }
        return levels;
    }

    private static LlvmAnswer answer(ChildTool tool, long address) throws ToolFailure {
        try {
            LlvmAnswer answer = LlvmAnswer.read(tool.answer());
            if (answer.address().equals(hex(address))) {
                return answer;
            }
        } catch (IOException e) {
            throw new ToolFailure(tool.name() + " gave an answer that cannot be read");
        }
        throw new ToolFailure(tool.name() + " answered another question");
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    @Override
    public void close() {
        first.close();
        second.close();
        links.close();
    }
}
