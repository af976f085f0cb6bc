// The English lexicon: what access, correction, deletion and refusal are called, from statutes to slang and broken
// English. GDPR Art. 7(3), 15-18, 20, 21; CCPA 1798.100-121; PIPL Art. 44-47, 15.

import { gap, near, type Pattern, pattern } from './lexicon.ts'

const account =
  '(?:accounts?|profiles?|membership|registration|login|log-?in|sign-?up|subscription|user ?(?:id|record|name)?|myself|me\\b|us\\b|mine|account)'
const personal =
  '(?:data|information|details|records?|logs?|history|files?|info|everything|stuff|things?|traces?|footprint|dossier|activity|entries|entry|content|profile|particulars|all of it|the lot|whatever|anything|inferences|tags|metadata|personal)'
const field =
  '(?:emails?|email address|address|phone(?: number)?|mobile|number|name|nickname|photos?|pictures?|avatar|comments?|posts?|messages?|feedback|ip|ips|devices?|cookies?|location|searches|logins?|sign-?ins?|browser|birthday|uploads?|attachment|survey|browsing|preferences?|sessions?|timestamps?|invoices?|list)'
const erase =
  '(?:delet(?:e|es|ed|ing|ion)|eras(?:e|ed|ing|ure)|remov(?:e|ed|ing|al)|wip(?:e|ed|ing)(?: out)?|purg(?:e|ed|ing)|destroy(?:ed|ing)?|destruction|expung(?:e|ed|ing)|scrub(?:bed)?|scrap|nuk(?:e|ed|ing)|bin|trash|ditch|kill|zap|shred(?:ded)?|axe|obliterate|eliminate|dispos(?:e|al) of|discard|get rid of|getting rid of|rid of|clear(?:ed|ing)?(?: out)?|clean(?: out| up)|empty|strike (?:out|off)?|throw (?:away|out|that away)|do away with|shut(?: down)?|clos(?:e|ed|ing|ure)(?: down)?|terminat(?:e|ed|ing|ion)|cancel(?:l?ed|l?ing|lation)?|deactivat(?:e|ed|ing|ion)|pull the plug|take down|take off|drop|unregister|deregister|burn|incinerat(?:e|ed)|void|discontinue|undo|vaporize|vaporise|forget)'
const give =
  '(?:send|sent|sending|show|give|giving|tell|provide|providing|supply|supplying|forward|hand over|share|email|mail|export|exporting|download|list|furnish|disclose|disclosing|reveal|release|produce|deliver|let me (?:see|know|have|look)|let me|see|view|look at|obtain|receive|inspect|consult|copy|know|review|print|dig out|pull(?: up)?|compile|hear|find out|fetch|spill|dump|access|have a look at)'
const hold =
  '(?:hold|holds|held|holding|have|has|had|got|store|stores|stored|storing|keep|keeps|kept|keeping|collect\\w*|record\\w*|log|logs|logged|know|knows|gather\\w*|process\\w*|retain\\w*|track\\w*|save[ds]?|possess|maintain\\w*|attached|tied|linked|associated|on file|on record|down|saved)'
const stop =
  "(?:stop(?:ped|ping)?|ceas(?:e|ing)|quit|discontinue|halt|suspend|end|don'?t|do not|no longer|never(?: again)?|not to|must not|may not|may no longer|shall not|should not|shouldn't|no more|enough|opt(?:ing|ed)?[ -]?(?:me |us )?out|turn(?:ed|ing)? off|turn .{1,30} off|switch(?:ed|ing)? .{0,30}off|switch off|disabl(?:e|ed|ing)|deactivate|block|object\\w*|refus(?:e|al|ing)|reject|decline|withdraw\\w*|revok\\w*|rescind\\w*|unsubscrib\\w*|exclude|remove me from|take me off|leave me (?:out|off|alone)|keep me (?:out|off)|knock off|cut (?:out|it out)|lay off|restrict\\w*|limit|pause|prohibit|forbid|mute|silence|against|not (?:ok|okay|happy|comfortable|cool)|kill|give up|refrain from|desist)"
const processing =
  '(?:track(?:ing|ed|s|ers?)?|collect(?:ing|ion|ed)?|record(?:ing|ed)?|log(?:ging|ged)?|monitor\\w*|profil(?:e|ing|ed)|analy(?:s|z|t)\\w*|statistic\\w*|measur\\w*|shar(?:e|ing|ed)|sell(?:ing)?|sold|sale|passing|process(?:ing|ed)?|use of|using|us(?:e|ing) (?:my|of my|me)|send(?:ing)?|email(?:s|ing|ed)?|mail(?:s|ing|ings)?|messag\\w*|newsletters?|notif\\w*|remind\\w*|push|alerts?|contact(?:ing)?|writ(?:e|ing) to me|pester\\w*|bother\\w*|bug(?:ging)? me|spam\\w*|nudg\\w*|ding\\w*|market\\w*|promo\\w*|adverti\\w*|\\bads?\\b|cookies?|fingerprint\\w*|personali[sz]\\w*|recommend\\w*|suggestions?|target\\w*|train(?:ing)?|machine learning|retain(?:ing)?|keep(?:ing)? (?:access )?(?:logs|records|track|tabs)|gather(?:ing)?|follow(?:ing)?|watch(?:ing)?|spy(?:ing)?|snoop(?:ing)?|surveys?|digest|mailing|publish\\w*|publicity|third part(?:y|ies)|partners?|advertisers?|automated decision\\w*|beacons?|telemetry|stor(?:e|ing)|build(?:ing)?|feed(?:ing)?|call(?:ing)? me|text(?:s|ing)|weekly|bulletins?|improvement|geolocat\\w*|analysed)'
const fix =
  '(?:correct(?:ed|ing|ion|ions)?|rectif(?:y|ied|ying|ication)|chang(?:e|ed|ing)|fix(?:ed|ing)?|amend(?:ed|ing|ment)?|updat(?:e|ed|ing)|alter(?:ed)?|edit(?:ed)?|set (?:it|my|the)|swap(?:ped)?|switch|replac(?:e|ed|ing)|renam(?:e|ed|ing)|adjust(?:ed)?|modify|modified|revise|repair|rename|put (?:it |that |this )?right|put right|set .{0,10}straight|sort out|restor(?:e|ed)|revert|tweak|refresh|respell|turn .{1,20} into|straighten)'
const fixable =
  '(?:nicknames?|nick|names?|display name|user ?name|handle|emails?|email address|address|contact|phone|number|preferences?|settings?|language|frequency|devices?|browser|location|city|country|region|dates?|birthday|age|gender|details|records?|information|data|entry|entries|profile|account|spelling|capitali[sz]ation|cookie|surname|pronouns?|what you have|on file)'
const wrong =
  "(?:wrong|incorrect\\w*|inaccura\\w*|mistak\\w*|typos?|misspel\\w*|misspelt|spelled|out of date|outdated|obsolete|not right|isn'?t right|isn'?t mine|not mine|error|errors|erroneous|stale|false|off by|garbled|mangled|messed up|backwards|no longer valid|defunct)"

export const englishPatterns: Pattern[] = [
  pattern(
    'access',
    1,
    `\\b(?:want|need|like|get|have|obtain|receive|request|after)\\b (?:to (?:see|have|get|know|receive) )?(?:please )?(?:a |an |the |my |all |every |any |full |complete |personal )*(?:copy|copies|export|archive|list|data|records?|logs?|file|information|history|transcript|overview|printout|stuff|set of)\\b`,
  ),
  // deletion
  pattern(
    'deletion',
    1,
    `\\b${erase}\\b${near(32)}\\b(?:my|the|this|that|our|an|all|any|its?|those|these|his|her) ${near(24)}\\b(?:${account}|${personal}|${field})\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\b${erase}\\b${near(12)}\\b(?:${account}|it all|everything|account|personal (?:data|information)|my (?:data|information|account|profile|stuff))\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:account|profile|data|information|details|everything|records?|it|me|logs?|history)\\b${near(20)}\\b(?:deleted|erased|removed|wiped|purged|destroyed|closed|gone|cancelled|canceled|terminated|shut|cleared|expunged|scrubbed|nuked)\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:account|data) (?:deletion|removal|closure|erasure|cancellation)\\b|\\b(?:deletion|removal|closure|erasure|cancellation) (?:of|request)\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:right to (?:be forgotten|erasure|delet\\w*)|article 17\\b|art 17\\b|1798\\.105|article 47|art 47)`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:forget (?:me|about me|that i)|take (?:me|my (?:account|name|data|details)|it|everything) (?:off|down|out of)${near(20)}(?:site|system|website|servers?|database|books|platform)|make (?:me|it|my account) (?:disappear|go away|vanish)|wipe the slate|leave no trace|i want (?:it|me) (?:gone|out)|bin it|nuke it|shut mine|close mine|get me out of)`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:get|take|pull|strike|scrub) (?:me|us|mine) off(?: of)? (?:this|that|the|your|ur|there|here|yours)\\b(?!${near(24)}(?:list|newsletter|mailing|emails|mails|messages|distribution))|\\bget (?:shed|shot) of\\b`,
  ),
  pattern(
    'deletion',
    0.5,
    `\\b(?:delet(?:e|ed|ing|ion)|eras(?:e|ed|ing|ure)|purge|wipe|expunge|nuke|destroy|remov(?:e|ed|al))\\b`,
  ),
  pattern(
    'deletion',
    0.5,
    `\\b(?:close|shut|terminate|get rid of|bin|scrap|throw|strike|empty|clear|drop|dispose of|discard|don't want (?:you to|that you) (?:have|keep)|no longer want you to (?:have|hold|keep)|stop (?:holding|keeping|storing))\\b${near(30)}\\b(?:it|them|that|mine|this|those|account|data|information|records?|email|list)\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\btak(?:e|ing)\\b (?:me|it|them|that|those|this|my|the|our|everything)\\b${near(34)}\\b(?:off|down|out of|away)\\b(?!${near(20)}(?:list|newsletter|mailing|emails))`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:any|no|every|all|leave no) traces?\\b|\\b(?:gone for good|want it gone|want out|be shot of|be rid of|make .{1,30} disappear|cease to exist|never existed|never been here|say goodbye to my|wash your hands of|part ways|sever)\\b`,
  ),
  pattern(
    'deletion',
    0.5,
    `\\b(?:undo|void|cancel|dispose|discontinue|goodbye|farewell|leaving|done with|moving on|quitting)\\b`,
  ),
  pattern(
    'deletion',
    1,
    `(?:^|\\n|[,;:(]|\\b(?:please|kindly|just|then|and|to|you|so|now|simply|also|go ahead and|afterwards|or)) ?\\b(?:delet|eras|wip|purg|nuk|destroy|bin|clos|shut|dispose of|get rid of|scrap|zap|burn|trash|ditch|kill|expung|terminat|cancel|obliterat|discard|lose|clear|strike|incinerat|throw|forget)e?\\b (?:it|them|this|that one|me|everything|those|these|the (?:lot|rest|whole thing|originals?|old one|one)|all|mine)\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\bremove\\b (?:it|them|me|everything|all|that one|this one|mine|what you have|whatever)\\b(?!${near(24)}(?:list|newsletter|mailing|emails|distribution))`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:account|profile|data|registration)\\b${near(24)}\\b(?:can go|must go|should go|may go|has to go|ceases? to exist|disappears?|vanish(?:es)?|laid to rest|be (?:forgotten|gone)|is surplus|not exist)\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:no|nothing)\\b${near(30)}\\b(?:remains?|be (?:left|kept)|left)\\b|\\b(?:be forgotten|i'm out|count me gone|just delete|deletion after|full erasure|complete erasure|remove my (?:id|name|details|particulars))\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:don't|do not|no longer) want you (?:to (?:hold|have|keep|store)|holding|having|keeping)\\b`,
    true,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:should|must|can|has to|ought to|may) go\\b|\\btaken (?:off|down|out)\\b(?!${near(20)}(?:list|newsletter|mailing))`,
  ),
  pattern(
    'deletion',
    1,
    `\\bget rid of\\b|\\bempty space where|\\bterminate my\\b|\\berase my\\b|\\bi'd like it gone\\b|\\b(?:is|be) cancelled with all\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\bplease (?:remove|delete|erase|wipe|close|purge|destroy)\\b(?!${near(24)}(?:list|newsletter|mailing|emails|wrong))|\\b(?:keep|kept) no (?:particulars|data|records|details)|\\bend my membership|\\bdo away with\\b|\\bout with it\\b|\\btake it out\\b|\\bdestroyed\\b|\\bgot rid of\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:delete|erase|wipe|remove|destroy|purge)\\b (?:what|whatever|anything)(?: that)? you\\b|\\b(?:unmake|undo) (?:it|that|this|my)\\b|\\bplease get rid\\b|\\bone fewer account\\b`,
  ),
  pattern(
    'deletion',
    1,
    `\\buninstall me\\b|\\boblivion\\b|\\b(?:erase|delete|remove) whatever\\b|\\brequire (?:its|their|the) erasure\\b`,
  ),
  // access
  pattern(
    'access',
    1,
    `\\b(?:copy|copies|export|archive|download|dump|extract|print-?out|transcript|list|overview|spreadsheet|report|disclosure|breakdown|full file|complete file)\\b${near(14)}\\b(?:of|containing|with|covering)\\b${near(24)}\\b(?:${personal}|${field})\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b${give}\\b${gap(40)}\\b(?:my|the|all|any|every|about me|these|those|personal|an?|its?) ${near(28)}\\b(?:data|information|records?|logs?|history|details|file|copy|archive|export|entries|logins?|ip addresses|activity)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\bwhat\\b${near(30)}\\b(?:you|u|site|system|company|guys|folks)\\b${near(24)}\\b${hold}\\b${near(24)}\\b(?:me|my|mine|us|file)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:what|which|whatever|everything|anything|all|the stuff|stuff|data|information|records?)\\b${near(24)}\\b(?:you|you've|you have|is|are|gets|been|was)\\b${near(18)}\\b${hold}\\b${near(20)}\\b(?:me|my|mine)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:who|whom|which (?:third|companies|organi[sz]ations|partners|parties|recipients)|recipients)\\b${near(40)}\\b(?:shar\\w*|receiv\\w*|passed|disclosed|sold|sent|given|got)\\b${near(30)}\\b(?:my|me|data|information|details)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:shar\\w*|disclos\\w*|sold|passed|given)\\b${near(30)}\\b(?:my|me)\\b${near(30)}\\b(?:with|to) (?:who|whom|which)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:subject access|access request|data request|request to know|right (?:of|to) access|right to know|dsar|sar\\b|article 15|art 15|1798\\.1[01]0|portab\\w*|article 20|art 20|article 45|art 45|data export|request for (?:information|my|a copy|account records|personal))\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:what|which) (?:email|address|name|nickname|device|phone|data|information|details|ip|cookies?)\\b${near(20)}\\b(?:have|is|are|on|did|registered|tied|linked|under)\\b${near(30)}\\b(?:my|me|i|mine|file)\\b`,
  ),
  pattern('access', 1, `\\b(?:which|what) (?:email|address|details|data) do you have\\b`),
  pattern(
    'access',
    1,
    `\\b(?:see|view|know|get|have|tell me|show me|find out|hear)\\b${near(16)}\\b(?:what|everything|whatever|all|anything|which)\\b${near(26)}\\b(?:you|your|system|there|recorded|stored|logged|held|on file|on record)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:on (?:file|record)|stored|recorded|held|kept|logged)\\b${near(16)}\\b(?:about|on|for|under|regarding|concerning) (?:me|my)\\b`,
  ),
  pattern(
    'access',
    0.5,
    `\\b(?:send|show|give|provide|supply|export|download|forward|hand over|furnish|disclose|list|copy|email|mail)\\b${near(24)}\\b(?:me|my|us|data|information|records?|logs?|everything|it|copy)\\b`,
  ),
  pattern('access', 0.5, `\\b(?:my|a|personal) (?:copy|file|records?|data|information|logs?)\\b`),
  pattern(
    'access',
    1,
    `\\bwhat(?:ever)?\\b${near(16)}\\b(?:have|has|had|did|do|does) you(?:r \\w+)?\\b${near(16)}\\b(?:got|gotten|down|collect\\w*|know|stor\\w*|keep|record\\w*|hold|log\\w*|gather\\w*|save)\\b`,
  ),
  pattern('access', 1, `\\b(?:tell|show|inform|let)\\b (?:me|us)\\b${near(20)}\\b(?:what|which|who|everything|all)\\b`),
  pattern(
    'access',
    1,
    `\\bwh(?:at|ich)\\b${near(10)}\\b(?:data|information|records?|details)\\b${near(30)}\\b(?:process|hold|have|keep|store|collect|about me|from me|on me|of mine)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:copy|export|archive|printout|file|data|records?|log|logs|history|list) (?:first|please|of everything)\\b|\\b(?:a copy|an export|an archive|my file|my archive|my data|my records|complete file|login history|sign-?in history|recent sign-?ins|recent logins)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:which|what) (?:of my|devices?|tags?|cookies?|settings|details|data|email|address|name)\\b${near(40)}\\b(?:you|your|me|i|my|mine)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:write down|dig out|look (?:it|that|this|them) up|extract|evidence|spit out|printout|let's see|warts and all|hold anything on me|anything on me)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:complete|full|entire|whole) (?:record|file|picture|dataset|history|data|set)\\b|\\b(?:look it up|write back)\\b|\\beverything (?:you|u) (?:have|hold|know|keep|stored?)\\b|\\bsend (?:me|us)\\b${near(20)}\\b(?:list|record|everything|copy|overview|details|logs?)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:what|everything|all|whatever|anything)(?: that)?,? you(?:'ve| have)? (?:got|gathered|accumulated|collected|noted|derived|stored|recorded|kept|logged|saved|hold|have)\\b${near(16)}\\b(?:on|about|of|under|in|regarding|for)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:list|tell me|show me|see|know|learn|send me|post me|let me have|sight of)\\b${near(20)}\\b(?:what|which|whatever|all that|everything|particulars)\\b${near(20)}\\b(?:gathered|recorded|derived|stored|held|noted|got|collected|registered|in your files|you have|you've|is there)\\b`,
  ),
  pattern('access', 1, `\\b(?:my file|in my name|under my name|in your files|particulars|sign-?ins|log-?ins)\\b`),
  pattern(
    'access',
    1,
    `\\b(?:shown|see|given|sent) (?:the|my|a) (?:file|record|list|copy|data)|\\bcan i have it\\b|\\bask for my data\\b|\\blet me have\\b|\\bwhat was recorded\\b`,
  ),
  // refusal
  pattern(
    'refusal',
    1,
    `\\b(?:unsubscrib\\w*|opt(?:ing|ed)?[ -]?(?:me|us|my account|this account)?[ -]?out|do not (?:sell|track|share|contact|email)|don'?t (?:sell|track|share|contact|email)|remove me from (?:your|the|all|any)${near(24)}(?:list|newsletter|mailing|emails?)|take (?:me|my (?:name|address|email)|ee|this address|us) off${near(24)}(?:list|newsletter|mailing|emails)|off (?:your|the|this) (?:mailing )?list|leave me (?:out|off)|count me out|never signed up|no more (?:emails?|newsletters?|mail|notifications?|nudges|messages|tracking|of (?:these|those|this)|surveys?|texts|ads|cookies|reminders|pings|profiling))\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:ee|my (?:name|address|email)|me|this address)\\b${near(20)}\\b(?:off|from)\\b${near(16)}\\b(?:list|mailings?|newsletter|distribution)\\b`,
    true,
  ),
  pattern('refusal', 1, `\\b${stop}\\b${near(60)}\\b${processing}\\b`, true),
  pattern(
    'refusal',
    1,
    `\\b(?:withdraw\\w*|revok\\w*|rescind\\w*|retract\\w*|take back|pull)\\b${near(30)}\\b(?:consent|permission|agreement|authori[sz]ation|opt-in)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:consent|permission) (?:is )?(?:withdrawn|revoked|rescinded)\\b|\\b(?:permission|consent) revoked\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:not|never|n't|no longer|nor) (?:\\w+ ){0,3}?(?:consent\\w*|agree\\w*|permit\\w*|allow\\w*|authori[sz]\\w*|want|wish|like)\\b${near(40)}\\b${processing}\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:object(?:s|ing|ion)?|opposed?|refuse|decline|disagree) (?:\\w+ ){0,3}?(?:to|against|with)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:article 21|art 21|article 18|art 18|1798\\.120|restrict(?:ion)? (?:of )?(?:the )?processing|restrict processing|art 7\\(3\\)|article 7\\(3\\)|article 44|gpc|global privacy control)`,
    true,
  ),
  pattern('refusal', 1, `\\b(?:turn|switch|shut)(?:ed|ing)?\\b${near(36)}\\boff\\b`, true),
  pattern(
    'refusal',
    1,
    `\\b(?:disable|deactivate|mute|silence|turn off|switch off|block|stop|end)\\b${near(24)}\\b(?:notifications?|emails?|newsletter|tracking|analytics|cookies?|statistics|push|reminders?|alerts?|personali[sz]\\w*|recommendations?|logging|ads|profiling|that|it|them)\\b`,
    true,
  ),
  pattern('refusal', 0.5, `\\b(?:leave|keep)\\b${near(20)}\\b(?:out of|away from|to myself|alone)\\b`, true),
  pattern('refusal', 0.5, `\\b(?:stop|cease|quit|enough|no more|don'?t want|do not want|no longer)\\b`, true),
  pattern(
    'refusal',
    0.5,
    `\\b(?:from now on|going forward|in future|in the future|henceforth|as of today|as from today|any ?more|any longer|ever again|never again)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:none|nothing|only|no cookies) (?:but|except|other than|beyond|the)?${near(12)}\\b(?:necessary|essential|needed|required)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:i'd rather|i would rather|i prefer|prefer) (?:you |that |nobody |no one |not )${near(40)}`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:stop|quit|don't|do not|no longer|cease)\\b${near(16)}\\b(?:building|making|drawing|keeping|compiling|feeding|putting|adding|including|using|sending|writing|reading|looking|counting|noting|storing|spying|bombard\\w*|spam\\w*)\\b`,
    true,
  ),
  pattern(
    'refusal',
    0.5,
    `\\b(?:enough|too many|every (?:day|morning|night|week)|driving me|never asked for|did not ask for|didn't ask for|inbox|leave me alone)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:fewer|less|no|none|not interested in|enough with|enough of|no logging of|without) ?${near(14)}\\b(?:emails?|mail|mails|bulletins?|newsletters?|texts?|tracking|logging|notifications?|watched|measured|ads|cookies|summaries|reminders|partners|profiling|analytics)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:emails?|mail|newsletters?|tracking|notifications?|summaries|reminders|texts|cookies|analytics|messages|calls|digest|profiling|pushes|pings|logging)\\b${near(30)}\\b(?:stop|goes|go away|no more|must stop|should stop|has to stop|end|is no|off|unwanted|not (?:wanted|welcome|interested))\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:leave|keep) (?:my|me|it)\\b${near(20)}\\b(?:in peace|alone|to yoursel(?:f|ves)|private|out of)\\b|\\b(?:not to be (?:used|shared|passed|sold)|never agreed|not agree|nobody contacts me|let me not|not (?:be )?(?:used|shared|tracked|measured|watched|profiled))\\b`,
    true,
  ),
  pattern('refusal', 1, `(?:^|\\n)stop(?:\\n|$)`, true),
  pattern(
    'refusal',
    1,
    `\\b(?:mine|my \\w+|nothing i wrote)${near(30)}\\b(?:may not|must not|is not to|are not to|shall not|passed on)\\b|\\bthe answer is no\\b|\\b(?:don't|do not|never) want my\\b${near(24)}\\b(?:collected|shared|used|tracked|stored|logged|recorded)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:not|never|no longer) (?:be |stay |appear )?on any of your\\b|\\bnot on any${near(20)}lists?\\b|\\bleave me un\\w+|\\bnever again\\b|\\bright to object\\b|\\bnot (?:be |want to be )?(?:telephoned|called|rung|texted|scored|ranked)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:acceptance|agreement|consent|permission|opt-?in)\\b${near(20)}\\b(?:revoked|withdrawn|cancelled|void|over|ended)\\b|\\b(?:learn|note|record|log|collect|gather|keep|send me|share) (?:nothing|none|no more)\\b|\\b(?:forbid|decline to (?:be|take)|wish to hear from you only|not welcome|count me out|don't use it)\\b|\\bdo not (?:wish|accept|want)\\b(?! to (?:quit|leave|close|delete|lose|cancel|go|stop))`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:cancel|discontinue|drop|call off|kill)\\b${near(24)}\\b(?:newsletters?|bulletins?|digests?|mailings?|mailshots?|alerts?|reminders?|pushes)\\b|\\b(?:disenrol|disenroll|unenroll|opt|leave) me\\b|\\bno more of (?:that|this|these|those|it)\\b|\\b(?:don't|do not) write to\\b|\\bsuggested for me: nothing|\\b(?:switch|turn) (?:the )?\\w+ off\\b`,
    true,
  ),
  // correction
  pattern('correction', 1, `\\b${fix}\\b${near(30)}\\b${fixable}\\b`),
  pattern('correction', 1, `\\b${fixable}\\b${near(34)}\\b(?:to be |be |been )?(?:${fix}|${wrong})\\b`),
  pattern('correction', 1, `\\b${wrong}\\b${near(22)}\\b${fixable}\\b`),
  pattern(
    'correction',
    1,
    `\\b(?:should (?:be(?! (?:grateful|glad|obliged|happy|pleased|interested|most|much|very))|say|read|have been)|ought to (?:be|say|read)|supposed to (?:be|say)|meant (?:to be|as)|needs to (?:be|say)|wants to be|has to be|takes its place|up to date|lacks an?|missing an?|change (?:it )?(?:back|to)|set it to|instead of)\\b`,
  ),
  pattern(
    'correction',
    1,
    `\\b(?:rectif\\w*|article 16\\b|art 16\\b|1798\\.106|right to (?:correct\\w*|rectif\\w*)|request to correct|data correction|article 46|art 46)\\b`,
  ),
  pattern(
    'correction',
    1,
    `\\b(?:nickname|name|email|address|preference|location|device|language)\\b${near(20)}\\b(?:from|to|=>|->|→)\\b${near(20)}\\b(?:ee|qq|nn|to)\\b`,
  ),
  pattern(
    'correction',
    0.5,
    `\\b(?:correct(?:ion|ed|ing)?|rectify|fix(?:ed)?|amend|typo|misspelled|inaccurate|wrong|mistake|put (?:that|it) right|out of date|update)\\b`,
  ),
  pattern(
    'correction',
    0.5,
    `\\b(?:shows?|says?|reads?|lists?|listed|stored|saved|recorded|spelled|stuck)\\b${near(20)}\\b(?:qq|nn|ee)\\b`,
  ),
  // verb and object alone, whatever the object is called: what no list of objects foresees
  pattern(
    'deletion',
    1,
    `(?:^|\\n|[,;:.(]|\\b(?:please|kindly|just|then|and|to|you|so|now|also|want|someone|go ahead and|immediately)) ?\\b(?:delete|erase|wipe|purge|destroy|expunge|scrub|shred|bin|nuke|rub)\\b (?:out |off |away )?(?:my|our|the|all|any|every|each|what|whatever|anything|everything|those|these|this|that|it|them|both)\\b(?!${near(24)}\\b(?:list|newsletter|mailing)\\b)`,
  ),
  pattern(
    'deletion',
    1,
    `\\b(?:i(?:'d| would)? (?:want|like|need|request|ask for|demand)|please|should be|to be|must be|get|have|see|wish)\\b${near(50)}\\b(?:deleted|erased|wiped|purged|destroyed|expunged|taken down|gone|cleared|removed|scrubbed)\\b(?!${near(24)}\\b(?:list|newsletter|mailing)\\b)`,
  ),
  pattern(
    'deletion',
    0.5,
    `\\b(?:can|could) (?:it|they|that|this|those|these)\\b${near(6)}\\bgo\\b|\\btake (?:the|my|that|this) \\w+ (?:out|down|off)\\b|\\bcome (?:off|out|down)\\b|\\brub\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:send|email|mail|forward|give|show|share|provide|supply|furnish|let)\\b (?:me|us|over|with me|the undersigned)\\b${near(50)}\\b(?:cop(?:y|ies)|zip|export|extract|transcript|summary|statement|overview|list|log|logs|records?|entries|history|data|datas|info|information|details|file|files|notes?|everything|all|whatever|what|particulars|documents?)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:may|can|could|might) (?:i|we|you)\\b (?:please |kindly |also |maybe )?(?:see|read|have|get|download|export|look at|obtain|know|view|pull|dig out|fish out|print)\\b${near(40)}\\b(?:it|them|what|which|whatever|records?|data|notes?|copy|cop(?:y|ies)|history|log|logs|entries|information|info|details|file|profile|messages|photos|gallery|recordings?|clips|everything|all)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:seeks?|request(?:s|ing)?|require|ask(?:s|ing)? for|apply for|applying for|demand|need|want|would like|'d like|will like|like to receive|after|looking for|chasing)\\b${near(24)}\\b(?:a|an|the|all|any|full|complete|certified|whatever|every|my)\\b${near(24)}\\b(?:cop(?:y|ies)|summary|transcript|extract|statement|export|printout|list|log|logs|records?|entries|datas?|dataset|history|archive|identities|recipients|recordings?)\\b`,
  ),
  pattern(
    'access',
    1,
    `\\b(?:which|what|whose|who)\\b${near(30)}\\b(?:signed in|logged in|logged on|accessed|opened|saw|seen|viewed|looked at|got|received|holds?|have|has|know)\\b${near(24)}\\b(?:my|me|mine)\\b`,
  ),
  pattern(
    'access',
    0.5,
    `\\b(?:get hold of|lay hands on|have it|read it|see it|have them|for my (?:own )?records|machine.readable|in writing what|full disclosure|zip|printout|entries)\\b`,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:no (?:further|more)|not one more|not another|no longer|never again)\\b${near(30)}\\b(?:passing|sharing|tracking|emails?|mails?|texts?|calls?|messages|letters|sms|offers?|newsletters?|promos?|marketing|processing|profiling|use|ads?|adverts?|surveys?|catalogues?|reminders?|notifications?)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:stop|quit|cease|end|halt|don't|do not|never|no longer|without)\\b${near(20)}\\b(?:using|sharing|selling|passing|feeding|giving|handing|showing|suggesting|recommending|tracking|following|profiling|recording|sending|emailing|texting|calling|ringing|messaging|contacting|mailing|posting|phoning|hand|pass|share|sell|use|feed|send me|ring|text|call|phone|write to|contact)\\b`,
    true,
  ),
  pattern(
    'refusal',
    1,
    `\\b(?:off for (?:my|me)|tracking off|turn(?:ed)? off|switch(?:ed)?${near(24)}off|opted out|take me off|off the list|out of (?:the|any|your) (?:study|programme|program|pilot|research|panel|mailing|training|experiment)|hands off|not to be (?:used|shared|contacted|passed))\\b`,
    true,
  ),
  pattern(
    'correction',
    1,
    `\\b(?:has|have|had|got|puts?|lists?|shows?|showing|reflecting|displays?|thinks?|down)\\b (?:me|my \\w+|it|us)? ?(?:down )?(?:as|in|for|with|at)\\b${near(40)}`,
  ),
  pattern(
    'correction',
    0.5,
    `\\b(?:it's|its|it is|i'm|i am|is) (?:now|actually|really|in fact)\\b|\\bnot (?:qq|nn|ee)\\b|\\b(?:presently|currently|at present|still (?:says|shows|reads|has))\\b|\\b(?:used to be|no longer|instead of|rather than)\\b|\\b(?:spells?|spelled|spelling)\\b`,
  ),
  pattern(
    'correction',
    1,
    `\\b(?:switched|changed|updated|set|renamed|moved|corrected|amended|altered|edited) (?:over )?to\\b|\\b(?:put|set|make|call|rename|display|list) (?:my|me|it|the) ?${near(20)}\\b(?:as|to|right|straight)\\b|\\b(?:in its place|put that right|mend (?:it|that|my|the)|same may (?:please )?be)\\b`,
  ),
]
