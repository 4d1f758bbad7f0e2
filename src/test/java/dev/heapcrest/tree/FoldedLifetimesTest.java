package dev.heapcrest.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.profile.History;
import dev.heapcrest.report.html.OverTime;
import dev.heapcrest.report.html.Profiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldedLifetimesTest {
    @Test
    void folding_keeps_what_is_held_at_every_instant_and_what_was_large_at_any_time() {
        Profiles.TreeMaker maker = new Profiles.TreeMaker();
        int leaves = 40;
        for (int leaf = 0; leaf < leaves; leaf++) {
            maker.node(1, "f" + leaf, "app.py", leaf).own(0, 6, 10 + leaf, 1, 0, 0);
        }
        List<OverTime.Life> lives = new ArrayList<>(OverTime.random(1, 4, leaves, 3).lives);
        // of no account at the peak, and the largest of all before it
        lives.removeIf(life -> life.own() == 0);
        lives.add(0, new OverTime.Life(0, 1, 2, 1, 1_000_000_000));
        OverTime whole = new OverTime(4, leaves, lives);
        CallTree folded = FoldedTree.fold(whole.in(maker.tree()), 12).tree();
        List<OverTime.Life> left = new ArrayList<>();
        History.Lifetimes lifetimes = folded.lifetimes();
        for (int i = 0; i < lifetimes.count(); i++) {
            left.add(new OverTime.Life(
                    lifetimes.locations().get(i),
                    lifetimes.born().get(i),
                    lifetimes.died().get(i),
                    lifetimes.counts().get(i),
                    lifetimes.bytes().get(i)));
        }
        OverTime after = new OverTime(4, folded.ownNodes().length, left);
        for (int instant = 0; instant < 8; instant++) {
            assertEquals(OverTime.total(whole.heldAt(instant)), OverTime.total(after.heldAt(instant)), "at " + instant);
        }
        boolean kept = false;
        for (int node = 1; node < folded.nodeCount(); node++) {
            kept |= folded.frames().function(folded.nodeFrames()[node]).equals("f0");
        }
        assertTrue(folded.nodeCount() <= 12 && kept, "f0 has a box of its own");
    }
}
