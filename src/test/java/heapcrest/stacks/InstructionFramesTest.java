package heapcrest.stacks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionFramesTest {
    private record Instruction(int code, int offset) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 5000})
    void agreesWithAMap(int codeObjects) {
        Random random = new Random(codeObjects);
        InstructionFrames frames = new InstructionFrames();
        Map<Instruction, Integer> model = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            Instruction instruction = new Instruction(random.nextInt(codeObjects), random.nextInt(3000) - 1);
            int known = frames.get(instruction.code, instruction.offset);
            assertEquals(model.getOrDefault(instruction, 0), known);
            if (known == 0) {
                model.put(instruction, step + 1);
                frames.add(instruction.code, instruction.offset, step + 1);
            }
        }
        model.forEach((instruction, frame) -> assertEquals(frame, frames.get(instruction.code, instruction.offset)));
    }
}
