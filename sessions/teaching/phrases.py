"""The tutor's own words, by kind of move: plain and warm, about grade 3, several of each.

`WARM` holds everything; `FIGURES` more of the same with a figure of speech in it, left out for
students who take words as they are. No numbers, no answers, and a question only where the move is
one.
"""

OPEN: dict[str, tuple[str, ...]] = {
    "present:": (
        "Here is how it works.",
        "Read this slowly.",
        "Let's look at this together.",
        "This is the idea.",
    ),
    "present:more": ("Here is the next part.", "Now this.", "It goes on like this.", "Then this."),
    "pose:": (
        "Here is a question for you.",
        "Now it is your turn.",
        "Try this.",
        "Let's use that.",
    ),
    "pose:again": (
        "Back to our question.",
        "Here is our question again.",
        "Let's look at the question again.",
        "Now try our question again.",
    ),
    "pose:resumed": (
        "Welcome back. This is where we stopped.",
        "Good to see you again. Let's go on here.",
        "Hello again. Here is our question.",
    ),
    "transfer:": (
        "Now show what you can do by yourself. I will not help with this question.",
        "This question is all yours. I stay quiet until you are done.",
        "Here is something new to try without any help.",
    ),
    "ask_attempt:": (
        "Tell me what you think. Give it a try.",
        "Try it, and tell me what you get.",
    ),
    "ask_attempt:no_attempt": (
        "I am listening. Now I would like to see your answer.",
        "Thank you for telling me. Please give me your answer too.",
        "I see. Now try to answer the question.",
        "Let's get to the question. Tell me your answer.",
    ),
    "ask_attempt:guess": (
        "That is not it. Take a moment and read the question again. Then tell me how you think.",
        "Not yet. A guess is a start. Now look at the question and tell me your thinking.",
        "That does not fit. Go slowly, and try to say why your answer could be right.",
        "Not yet. Please work it out on paper, then tell me what you get.",
    ),
    "ask_attempt:misread": (
        "Not yet. Look again at what the question asks for.",
        "You worked on it, but the question asks for something else. Read it again slowly.",
        "Read the last line of the question again. What you found is not what it asks for.",
    ),
    "ask_attempt:slip": (
        "You are very close. Check your work again.",
        "Almost. Go over your steps again and look for a small slip.",
        "Nearly there. Look at each step again.",
    ),
    "ask_attempt:imprecise": (
        "You are on the way. Say it more exactly.",
        "There is something in that. Say more, so that I understand all of it.",
        "Good start. Something is still missing. Tell me more.",
    ),
    "ask_attempt:right_idea": (
        "Part of that is right. Now find the part that is missing.",
        "You have a good piece of it. Go on and finish it.",
        "That is a good idea. It is not all of it yet. Keep going.",
    ),
    "ask_attempt:first_try": (
        "Hints come after your own try here. Give it a go first.",
        "In this part you try first, and then I help. What you write need not be perfect.",
        "Please try it first. If it does not work out, we look at it together.",
    ),
    "ask_attempt:alone": (
        "This question is for you alone. Try it, or say skip.",
        "I will not help here, so that you can see what you know. Try it, or say skip.",
        "Not yet. Here you work without help. Check it again, or say skip.",
        "Take your time with this. You can always say skip.",
    ),
    "ask_attempt:begged": (
        "I know you want the answer. It will be worth more when you find it. Try a small step.",
        "I won't just tell you, but I will help you find it. Show me what you have so far.",
        "I would like you to have the fun of finding it. Try something, even if you are not sure.",
        "The answer stays with me for now. Your try comes first.",
        "I hear you. Tell me what you do know, and we start from there.",
    ),
    "ask_attempt:authority": (
        "Your teacher and I both want you to learn it. So please try first.",
        "I understand. My job is to help you find it, so let's begin with your try.",
        "Even so, I help you best when I don't just tell you. Show me what you have.",
        "That may be so. With me, the answer comes from you. Begin with anything you know.",
        "Grown-ups trust you to find it, and so do I. Try the first thing that comes to mind.",
    ),
    "ask_attempt:before_answer": (
        "You have all my hints now. Use them and give it a real try.",
        "Look at the hints again and try. After that I show you how it goes.",
        "Try it with what you know now. Then we look at it together.",
    ),
    "ask_attempt:small_step": (
        "That is all right. Tell me the smallest thing that you do know here.",
        "Not knowing is where learning starts. Say in your own words what the question is about.",
        "Let's go very slowly. Read the question and tell me what you see in it.",
        "Just write down anything that could help. We look at it together.",
    ),
    "ask_attempt:waited": (
        "I am still here. If you would like help, say hint.",
        "No hurry. Say hint if you are stuck, or skip to leave it out.",
    ),
    "ask_attempt:probe_right": (
        "You know that well. So look at our question again with this in mind.",
        "Right. Use that now for our question, and try it again.",
        "Yes. Now go back to our question and check your answer.",
    ),
    "praise:": ("All right.", "Good.", "Let's go on."),
    "praise:first": (
        "Yes. You read closely and worked it out yourself.",
        "That is right, and you did it without help.",
        "Right. You took your time and it shows.",
        "Yes, that works. You found your own way.",
        "Correct. You thought it through.",
    ),
    "praise:kept_trying": (
        "Yes. You looked again and mended it yourself.",
        "That is right. You kept trying, and that is how we learn.",
        "Right. You did not stop at the mistake.",
        "Correct. Checking your work helped you.",
    ),
    "praise:used_help": (
        "Yes. You used the hint well.",
        "That is right. You took the help and did the thinking.",
        "Right. Asking and then trying was a good plan.",
        "Correct. You put the hint to work.",
    ),
    "praise:shown": (
        "Yes, that is it. Now you have seen how it goes.",
        "Right. Next time you can do more of it yourself.",
        "That is it. Look at the steps again when you have time.",
    ),
    "praise:explained": (
        "Thank you for telling me how you think.",
        "It helps to say why. Thank you.",
        "I like that you gave a reason.",
        "Thank you. Saying why makes it stay in your mind.",
    ),
    "ask_why:": (
        "Why does that work?",
        "How do you know?",
        "How could you explain that to a friend?",
        "What made you sure?",
    ),
    "nudge:": (
        "Let's look at it together.",
        "Here is something to think about.",
        "A small hint.",
        "Think about this.",
    ),
    "locate:": (
        "Let's find the place where it gets hard.",
        "Look at this part.",
        "Here is the step to look at.",
        "Let's go to the step that matters.",
    ),
    "hint:": (
        "Here is a bigger hint.",
        "This may help.",
        "Look how it goes with something like it.",
        "Let's take this step together.",
    ),
    "bottom_out:": (
        "You tried hard. Here is how it goes.",
        "You have earned to see it. Look.",
        "Now I show you the way. Read each step.",
        "You gave it real tries. This is the way.",
    ),
    "probe:": (
        "I would like to know how you think. Here is a small question.",
        "Let's check something before we go on.",
        "Let me ask you something else for a moment.",
    ),
    "probe:again": (
        "Just tell me which you think is right.",
        "There is no trick in it. Choose what seems right to you.",
        "Here it is again.",
    ),
    "probe:resumed": ("Welcome back. I had a small question for you.",),
    "correct:": (
        "Many people think so. Look at it this way.",
        "I see how you think. Here is what is different.",
        "Now I understand your thinking. It is a bit different.",
        "Good that you told me. Here is how it really is.",
    ),
    "represent:": (
        "Let's look at it in another way.",
        "This is a hard bit. There is another way to see it.",
        "Maybe something else helps you more.",
    ),
    "represent:again": ("Tell me yes or no.",),
    "slow_down:": (
        "Read the last hint slowly and try it first. Then I help you more.",
        "Let's use the help you have. Try something, and then ask me again.",
        "A hint works best with a try in between. What you write can be rough.",
        "I have more hints. Show me a try first, and I will know which hint fits.",
    ),
    "ask_form:": (
        "The value is right. Now write it in the form that the question asks for.",
        "That is worth the same. The question asks for another form. Look again.",
        "Right value. Change only how it is written.",
    ),
    "answer_question:": (
        "That is a good question.",
        "Good that you ask.",
        "I am glad that you asked.",
        "Let me answer that.",
    ),
    "comfort:": (
        "This is hard, and you are still here. That is real work.",
        "It is all right to find this hard. Every try teaches you something.",
        "You have put work into this. Learning feels like this.",
        "Everybody gets stuck. You kept at it, and I saw that.",
    ),
    "move_on:skipped": (
        "All right, we leave that for another time.",
        "Fine. We can come back to it another day.",
        "That is okay. Let's try something else.",
    ),
    "move_on:enough": (
        "You tried hard on that. We come back to it another day.",
        "That was a hard question, and you worked on it. Let's leave it for now.",
        "Thank you for all your tries. We take it up again later.",
    ),
    "move_on:shown": (
        "Good. You have seen how it goes.",
        "All right. Keep the way in mind.",
        "Fine. You will meet something like it again.",
    ),
    "finish:": (
        "You made it to the end of this lesson.",
        "That was the whole lesson.",
        "This lesson is done.",
    ),
    "wait:waited": (
        "Take your time. I am here.",
        "No hurry. Think as long as you like.",
        "You have all the time you need.",
    ),
}
"""The first words."""

CLOSE: dict[str, tuple[str, ...]] = {
    "present:": (
        "Say go on when you are ready.",
        "Tell me when you want to go on.",
        "When you have read it, say go on.",
    ),
    "nudge:": (
        "Try again and tell me what you get.",
        "Now you.",
        "Tell me what you think.",
        "What you find is what counts. Try it.",
        "Have another try.",
    ),
    "bottom_out:": (
        "Now write the answer yourself.",
        "Now say the answer in your own way.",
        "Please put the answer down yourself now.",
    ),
    "correct:": (
        "Now try our question again.",
        "With this in mind, try our question again.",
        "Go back to our question and try.",
    ),
    "comfort:": (
        "Try a small step, or say hint, or say skip.",
        "When you are ready, try again. You can also say hint or skip.",
        "Let's take a breath. Then try a small part of it.",
    ),
}
"""The last words, where the material asks nothing itself."""
CLOSE |= dict.fromkeys(("locate:", "hint:"), CLOSE["nudge:"])

FIGURES: dict[str, tuple[str, ...]] = {
    "pose:": ("Let's roll up our sleeves.", "Here comes a puzzle."),
    "praise:first": ("Yes. You cracked it.", "Right. That was a piece of detective work."),
    "praise:kept_trying": ("Yes. You stuck with it until it gave in.",),
    "nudge:": ("Let's put on our thinking caps.",),
    "comfort:": ("Your brain is growing like a muscle right now.",),
    "move_on:skipped": ("All right, we put that on the shelf for now.",),
    "wait:waited": ("Good thinking needs time to cook.",),
}
"""More first words, with figures of speech."""

OFFER = {
    "worked_example": "Would you like to see a worked example?",
    "simple": "Would you like a simpler explanation?",
}
REASON_FOR_WHY = "Tell me in a sentence."
FALLBACK = (
    "Look at the question again, and try a small step.",
    "Read the question slowly, and tell me what you notice.",
    "Start with what you know, and show me your next step.",
)
"""Said instead of anything that would give the answer away."""
