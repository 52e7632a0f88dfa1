package io.quorate.acceptance.differential;

import java.util.ArrayList;
import java.util.List;

/// Leaves out of a script whatever the difference does not need: steps first, in halves and then one by one, then
/// requests of one step.
final class Shrinker {
    private static final int MOST_ATTEMPTS = 150;

    /// Whether a script still shows a difference.
    interface Question {
        boolean stillDiffers(Script script) throws Exception;
    }

    private final Question question;
    private Script best;
    private int attempts;

    private Shrinker(Script script, Question question) {
        this.best = script;
        this.question = question;
    }

    static Script shrink(Script script, Question question) throws Exception {
        var shrinker = new Shrinker(script, question);
        shrinker.dropSteps();
        shrinker.dropRequests();
        return shrinker.best;
    }

    private void dropSteps() throws Exception {
        for (int length = Math.max(1, best.steps().size() / 2); length >= 1; length /= 2) {
            for (int from = best.steps().size() - length; from >= 0; from -= length) {
                int end = Math.min(from + length, best.steps().size());
                if (from < end) {
                    List<Step> fewer = new ArrayList<>(best.steps());
                    fewer.subList(from, end).clear();
                    attempt(fewer);
                }
            }
        }
    }

    private void dropRequests() throws Exception {
        for (int i = 0; i < best.steps().size(); i++) {
            for (int j = 0;
                    best.steps().get(i) instanceof Step.Ask(int session, List<Frame> frames)
                            && frames.size() > 1
                            && j < frames.size(); ) {
                List<Frame> fewerFrames = new ArrayList<>(frames);
                Frame _ = fewerFrames.remove(j);
                List<Step> changed = new ArrayList<>(best.steps());
                changed.set(i, new Step.Ask(session, List.copyOf(fewerFrames)));
                if (!attempt(changed)) {
                    j++;
                }
            }
        }
    }

    private boolean attempt(List<Step> steps) throws Exception {
        if (steps.isEmpty() || ++attempts > MOST_ATTEMPTS) {
            return false;
        }
        Script shorter = best.with(steps);
        if (!question.stillDiffers(shorter)) {
            return false;
        }
        best = shorter;
        return true;
    }
}
