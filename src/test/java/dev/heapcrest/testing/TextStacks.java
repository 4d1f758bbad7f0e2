package dev.heapcrest.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers stacks by their text, so that stacks of different readers can be compared as ints. 0 is the empty stack. */
public final class TextStacks {
    private record Step(int callerId, FrameText frame) {}

    private final Map<Step, Integer> ids = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** The stack in which {@code callerId} calls {@code frame}. */
    public int call(int callerId, FrameText frame) {
        Step step = new Step(callerId, frame);
        Integer known = ids.get(step);
        if (known != null) {
            return known;
        }
        steps.add(step);
        ids.put(step, steps.size());
        return steps.size();
    }

    /** Frames, innermost first. */
    public List<FrameText> frames(int stackId) {
        List<FrameText> frames = new ArrayList<>();
        for (int id = stackId; id != 0; id = steps.get(id - 1).callerId()) {
            frames.add(steps.get(id - 1).frame());
        }
        return frames;
    }

    /** The id of a stack given innermost first. */
    public int id(List<FrameText> innermostFirst) {
        int id = 0;
        for (int i = innermostFirst.size() - 1; i >= 0; i--) {
            id = call(id, innermostFirst.get(i));
        }
        return id;
    }

    /** One line, innermost first, cut to something readable. */
    public String text(int stackId) {
        List<FrameText> frames = frames(stackId);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(8, frames.size()); i++) {
            text.append(i == 0 ? "" : " < ").append(frames.get(i));
        }
        return frames.isEmpty()
                ? "(empty stack)"
                : text + (frames.size() > 8 ? " < ... (" + frames.size() + " frames)" : "");
    }
}
