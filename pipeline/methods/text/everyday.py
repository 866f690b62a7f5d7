"""Words that stand in names and elsewhere: lists that decide when a word is not, by itself, somebody's name."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    mr mrs ms miss mx dr doctor prof professor sir dame lady lord rev reverend fr father sister brother judge cllr
    councillor sheriff captain phd md mbe obe cbe jr sr ii iii
    """
)

ROLE_WORDS = _words(
    """
    person people participant participants speaker speakers interviewer interviewers interviewee interviewees
    respondent respondents moderator moderators facilitator facilitators researcher researchers host hosts guest
    man men woman women male female voice voices unknown unidentified unclear inaudible group audience member
    members chair chairperson observer note notes taker transcriber transcript assistant lead co student students
    teacher teachers tutor learner nurse patient patients carer carers parent parents mother mum mom dad son
    daughter manager staff worker workers peer trainer trainee leader coach mentor mentee volunteer client user
    service customer caller narrator presenter panel panellist panelist expert subject case child children boy
    girl adult second third fourth fifth three four five six seven eight nine ten question answer comment unit
    site team
    """
)

MONTHS = _words("january march april may june july august")

JOINING_WORDS = _words("a and at by for from of or the to with")

PARTICLES = _words("al bin bint da das de del della der di do dos du el ibn la las le los st ten ter van von zu")

FUNCTION_WORDS = _words(
    """
    a about after again ah all also am an and any are as at away back be been before both but by can come could
    did do does done down each eh else er even ever every everyone few fine first for from get go good got great
    had has have he hello her here hers hey hi high him his how i if in into is it its just last less let like
    made make man many me mine more most much multiple must my near never new next no none nor not now of off oh
    ok okay old on once one only or other others our out over own per put quite re really right said same say
    second see several she should so some soon still such sure ta take tell than thank thanks that the their them
    then there these they thing things third this those to too two um under until up us very was we well went were
    what when where which while who whom whose why wide with would ye yeah yep yes yet you your
    """
)

EVERYDAY_NAMES = _words(
    """
    al amber apple april arms art ash august autumn baby baker ball ban bang bank banks bar barge bark barrel bath
    battle bay beach beam bean beans bear beauty bell best big bill bird birds bishop bit black blank blessing
    block blondie blood blue blunt boat body bold bond bone bones book books boots born bottom bow bowls box boy
    boys brain branch brand brass brave bread breeze bride bridge bridges bright broad brother brown brush buddy
    burden burn burns butter cake camp candy cap capital care carp carrier case cash castle cave champion chance
    chapel charity chase chip christian chuck church churches clay clerk cliff clinic close cloud coin college
    comfort common cook cookie cope cord corn corner cotton council counter country court courts craft cream cross
    crowd crystal cup curly curry dance dark dash date dates dawn day days deal dean dear deep deer destiny
    diamond dip doc don dot drain dream drew driver drum duchess duck dwelling eagle early earth east easy edge
    english estate factor fair fairy faith falls fan farm farmer fast father favor favour fear fee fellows fence
    ferry field fields finger fish flag flame fleet flood flowers foot force forest forth fortune foster frame
    frank free french friend frost fuller game gang garden garner gate gates gay gentle german gift gifts ginger
    given glass glue god gold golden goldie goodness grace grain grand grant grass grave gray green grey guard
    guest guy hair hall hammer hand hands hang happiness happy hard harmony harvest hatch head heard heart hearts
    heath hedge held hero hill hills ho hobby holder hole holiday home honor honour hood hook hope horse hospital
    house houses hung hunter hurt ice inch innocent iron island ivory january jazz jersey jet joy judge july jump
    june junior justice keen keep kettle key keys kin kind king kit kitchen lace lake lamb lamp land landlord lane
    large lark law laws lawyer lay leather lecture lefty legend lender lever liberty life light line link list
    little lo loan lock lodge long loud love lovely lover low luck lucky lung ma mail main major male maple march
    marine mark market marks marvellous mask master masters mate matter max may mayor means memory merchant mercy
    merit merry middle mild mile miles mill min miner minor money morning mount mountain mouse murder nail nation
    neat neighbour nest nice night nights noble norm north nurse ocean offer olive oral orange organ pa pack page
    painting pair pan park parks part pass pat patch patience peace peak peanut peg penny pepper perfect
    perseverance phone pilot pink pip place plain plant play player pleasant pledge plumber poor pop porch port
    post pot pound power powers praise precious price pride priest prime print prior progress promise proud purse
    quick raft rain rank raw ray rays read reader ready reason record red remedy rest rice rich riches ridge
    rights rings river rivers road roads rock rocky rooms root roots rope rose rosemary rough round rule rush sage
    sale sales salmon salt sands sandy sang saw scales school schools sea seal seals season sellers senior service
    shade sharp sheep shell shield shields ship shirt short shorty shot shoulder shy sides silver sing singer sink
    sister skill skip sky slack sleep slim slow small smart smiles smiley smoky snow soap sole son song soul south
    spark speak speaker speed speedy spell spike spoon spring squirrel stable staff stage stamp stamps stand star
    stark state steady steel steer stock stocks stone stones storm story strain strange street streets stretch
    strike string strong style success sugar summer summers sun sung sunny sunshine surgery swallow sweet swift
    sword tab table tailor tall tar tea team theme thrush timber tiny toll ton town towns trail train trap travel
    treat tree trees trip true trust tune twist unit van vice village virtue waits wake walk walker wall walls
    want war ward warden warm waste water waters way ways weeks welcome wells welsh west wheel wheels white
    wild will win wind window winds wine wing winner winter wisdom wise wish wolf wood woods wool word words work
    works worth worthy yellow yip young youth
    """
)

OPENING_WORDS = _words(
    """
    a absolutely actually ah all alright also amen an and any anyway are as at aye basically because both but by
    bye can cheers could definitely did do does eh er even every exactly for from go goodbye gosh guys ha had haha
    has have he hello her here hey hi his hiya hmm hooray how i if in indeed is it just know let like look maybe
    mean mhm mm mmhmm mmm mmmhmm my nah no nope not now obviously of oh ok okay on oops or our perhaps please
    probably right said say see she should so some sorry thank thanks that the their then there these they think
    this those to uh uhm um umm was we welcome well what when where who whoa why with would wow yay yeah yep yes
    yip you your yup
    """
)

HOUSEHOLD_NAMES = _words(
    """
    god lord jesus christ allah buddha bible army navy marines ma'am mami papi mama pete tues wed thurs fri sat sun lol
    idk omg tbh imo alot til cuz nite gona gonna wanna gotta dunno ppl mtg msg txt thx pls
    a&e adhd adt ai alexa amazon android app apple apps asap asd ba bbc bbq bpd bsc bsl camhs cbt ceo christmas
    copd coronavirus covid covid-19 cpap cpd cpn cqc ct cv dbt diy dna dvd dvla dvt dwp easter ecg emdr eu
    excel facebook facetime faq fbi g.p gmail google gp gps hiv hmrc hr ibs icu id instagram internet ipad iphone
    iq isolation itv laptop lgbt linkedin ma mba mdt messenger microsoft mri msc netflix nhs ocd ofsted outlook
    paypal pc pdf phd pin pip powerpoint ppe ptsd radio reddit rmn sars sen siri skype sms snapchat spotify srn
    teams telegram tia tiktok tv twitter uber uk usa usb uti vat vr whatsapp wi-fi wifi wikipedia windows word
    xbox youtube zoom
    """
)

NICKNAME_WORDS = EVERYDAY_NAMES | _words(
    """
    ab abbey able ado ally ana angel ant bat beck belle berry bias biddy birdie bob bobby brandy cab cage cam cat char
    charm chat chick cleat con corny crate daisy dell deliverance dicey dick dicky dizzy dobbin dolly dotty dunk dutch
    duty dyer earnest ed eddy em es eve experience fall fanny fate fay flick flora flossy ford gabby gee gene glen
    glory gory governor gum gus ham hank hap heather herb hob honey hop hub hum jack jay jean jem jerry jimmy jock
    kill kissy kitty kizzy lan laurel lea lee left les levy lily link lolly lorry mac mad marge mat matt mc meg melody
    midge mike mina minty missy mitty mo mock molly moss myrtle nan nanny nap nappy natty net nettie newt nib nick
    obedience ode one ora ozzy paddy pate patsy patty peggy perry pete pokey prudence rafe randy raze relief rick
    rickety rob rod roll rub rube rusty sadie sal sally sam see serene shay sherry si silence sis sly smithy sol sonny
    squat sue sully tabby tammy teddy teeny telly temperance than tick tiff tine tip tom tori tory vest vet vi viola
    wash web woody zed
    """
)
