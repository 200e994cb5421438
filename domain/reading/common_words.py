"""Everyday English words: none of them is a misspelt name, and none of them names an opportunity by itself."""

_WORDS = """
a able abort about above abroad accept accepted accepts access according account accounts accurate acquired across
action activate activated activating actual actually acv added adding additional address admin adult adults advance
advise affirmative afk after afternoon again against agencies ages agree agreed agreement agreements ahead ain aint
air airplane airport airports album alert algebra alignment all alligator allow allowed almost alone along already
also alter although always am amazon ambulance america american among amount amounts amusement an and android animal
announce annual annually another answer answered answers anthropology any anybody anymore anyone anything anyway
anywhere apart apartments app appear appeared appears apple appliance applied apply appoint appointment appreciate
appreciated approach appropriate approval approve approved approves approximately apr april architecture are area
areas aren arent argue argument army around arr arrange arrested arrive arrived arriving article articles artificial
artists as asap ask asked asking asks assembly assessment asset assets assist assistance associated assume at atms
attach attempted attempting attempts attend attention attorney audit aug august author authorize auto automated
automatic automatically autumn availability available avenue average award awarded aware away awesome back bad badly
balance balls band bands bang bank base based basic basically basis batch bathroom batteries battery bc be bear
bearing beat became because become bed been before began begin beginning behind being believe bell below belt belts
bench beneficiary beneficiery benefit best bet better between big bigger biggest bill billion bills biographies bird
birthday bit bites biz black blame blank block blocked blocker blockers blocking blood blow blue blues board boat body
bold bond bonds bonus book booked booking books border bored born boss both bother bottled bottom bought bounce bound
box brain brakes branch brand brands brb breach break breaking breath brides bridge brief bright bring broad broke
broken brought brown btw bucks budget budgets buff bug build built bulb bulk bullet bump bumped bunch burn bus
business busy but button buy buyer buyers buying by cabin cable cake calendar california call called calling calls
calories came camera cameras cameron camp campaign camping can cancel canceled cancelled candidate candidates cannot
cant capacity capital car card cards care career careful cargo carpet carrier carry cars case cash cast castings catch
category caught cause cent center centers central cents ceo cereal certain cfo champion chance chances change changed
changes changing channel chaos chapter charge charged charges chart chase chased chasing chat chatting cheap cheaper
cheapest check checked checking checkout checks cheek cheque chess chicken chief child children china chinese choice
choose chorus chose chosen christmas cio circle ciso city claim claims class classes clean cleaned cleaner clear
clearly click client clients climb clock close closed closer closes closest closing closures cloud club clue coach
coast cob code coffee coin cold collect college color colors column combine come comes comfortable coming command
comment comments commercial commission commit commitment commits committed committee common communication community
companies company compare compete competing competition competitive competitor competitors compile complain complete
completed complex compliance compression compressions compromised computer concern concerned concerns condition
conference confidence confident confirm confirmed confirms conflict confused connect connected conservation consider
considered consultant consume consumed consumer contact contactless contacts container content contents contest
context continue continues contract contracts contrast control conversation conversion convert convince convinced coo
cool copy core corner corporation correct correction correctly cos cost costs could couldn couldnt council count
counter countersigned countries country county couple course court cover coverage covering coz crazy create created
creation credit crew crime critical crm cross crossed crowd crypto cryptocurrency cto culturally curb curently
currencies currency current currently currenty curtains curve custom customer customers customs cut cuts cuz cycle
daily damage dance danger dark dash data date dates daughter day days dead deadline deal dealer deals dealt dear death
debit debt dec decade decades december decide decided decides decision decisions decline declined declining decreased
deducted deep def default defer deferred deffo definately definite definitely deflect defo degree delay delayed delays
delete deliver delivered delivery delta demand demo demos denied deodorize department depends deploy deployment
deposit deposited deposits dept desert design designed desk despite detail detailed details develop device dial did
didn didnt die difference different difficult digital digits dinner dip dir direct directly director disappear
disappeared disaster discount discounts discovery discuss discussed discussing discussion dish display disposable
dispute distance district division divorce do dock doctor document documentation documents does doesn doesnt dog dogs
doin doing dollar dollars done dont door dot double doubt down dozen dozens dpa draft drag dragging draw drawn dream
dress drink drinking drive driver drives driving drop dropped drought drown dry due dump dunno during dust duty each
eager ear earlier early earn earnings earth earthquake easily east easter easy eat eating edge edit education
educational effect effort egg egyptian eight eighteen eighteenth eighth eighty either elect election electric element
eleven eleventh eligible eliminated else email emailed emails emergency emissions employee employment empty enable
encourage end ended ending ends energy eng engage engaged engine engineer engineering engineers english enjoy
enjoyable enjoyed enlist enough enroute enter entered entire entry envelopes environment eod eom eoq eow eoy episode
equal erase erp error errors especially essay essential estate estimate estimated euro europe european euros evaluate
evaluating evaluation evaporation even evening event events eventually ever every everybody everyone everything
everywhere evidence exact exactly example examples excellent except exchange exchanged exchanges exchanging excited
exciting exclude exec execs executive executives exist existing exit expect expected expecting expects expenses
expensive experience experiencing expert expire expired expires explain express extend extended extra extremely eye
eyeglasses eyes face facing fact factory fail failed failure fair fairly faith fall fallen falling falls false
familiar family famous fan fantastic far farm fashion fast faster fate father fault favor fear feast feature features
feb febr february fee feed feedback feel feeling feels fees feet fell felt fence few fiat fiction field fifteen
fifteenth fifth fifty fight figure figures file fill film filter final finally finance financial find finding fine
finest finger fingers finish finished fire firm first fiscal fish fit fits five fix fixed flag flat flea fleet flight
flip float floor flow flowers fly focus folks follow followed following follows food foods foot for force ford
forecast foreign forests forever forget forgot fork form formal format former forms forth fortnight fortnights fortune
forty forward found foundation four fourteen fourteenth fourth fourty fractions framework free freedom freeze freezing
freight frequent frequently fresh fri friday fridays fridge friend friends from front frozen fuel full fully fun
function fund funding funds funny furniture further future fye fyi gained game games garage garages garden gardening
gardens gas gate gates gather gave gear general generate gentle genuine get gets getting ghost ghosted ghosting gift
gimme girl give given gives giving glad glass glasses global go goal goals god goes goin going gold golden golf gone
gonna good goodbye goods google gosh got gotten government grade grand grandparents grant graph grass grateful great
greater greek green grid groceries grocery gross ground group grow growing grown growth guarantee guard guess guide
guru gut guy guys habit had hadnt haha hair half hall halloween halt halves hand handed handle hands handshake hang
hangover happen happened happening happens happy hard hardest hardly has hasn hasnt hat hate have haven havent having
he head headlines heads health hear heard hearing heart heat heaven heaviest heavy height held hell hello help helped
helpful helping helps hence her here hers hesitant hey hi hidden hide high higher highest hike hill him hire hiring
his historical history hit hiya hmm hold holding holds hole holiday holidays holy home homeless homework honest
honestly honeymoon honor hook hope hoped hopeful hopefully hoping horse hospital host hosted hot hotel hour hours
house houses how however hr hrs huge human hundred hunt hurricane hurricanes hurry hurt hustles hybrid i ice id idea
ideal ideas identify identity if ignore ignored ill illness im image imagine imho immediate immediately imo impact
implement implementation important imports impossible impress impressed improve in inbound inbox incident include
included including income incorrect increase increased incumbent incur indeed independence independent industrial
industry info inform information infosec initial initially input insensitive inside insomnia inspector install instead
instruct instructions instructor insurance integration intelligence intend intent interest interested interests
internal internally international internet interview into introduce invest investigate investment invite invoice
involved iphone iron is island isnt issue issued issues it italy itchy item items its itself ive jacket jackets jan
january japan japanese jeans jelly job jobs join joined joint joke joy judge jul july jump jun june jury just keen
keep keeping keeps kennels kept key kick kicked kid kids kill killed kind kinda kinds king kitchen knee knew knife
knock knocked know knowing knowledge known knows lab labor labs lack ladder lady lake lamps land landed landlord
language lapse laptop large larger largest laser last late lately later latest latin laugh laughed launch laundry law
lawn lawyer lawyers layer lazy lead leader leadership leads league lean learn learned lease leashes least leather
leave leaves leaving lecture led left leg legal legalizing legend lemme length less lesson let lets letter letting
level leverage liability library license lies life lift light lights like liked likely likes limber limit limited
limits line lines link linked lip liquid list listed listen listing listings little live living load loaded loan loans
lobby local locate located location locations lock locked logic login logistics loi lol lone long longer longest look
looked looking looks loop loose lorry lose loses losing loss lost lot lots loud love lovely low lower loyal luck
luckily lucky lunch lyrics machine machines made magazines magic maid mail main mainly maintain maintenance major
majority make makes makeup making mall man manage management manager managers mandate manner manual manufactured
manufacturing many map mar marathon march margin mark marked marker market marketing marry mass massive master
mastercard match mate material math matter matters maximum may maybe mayor me meal mean means meant meanwhile measure
meat mechanic media medical medication medicine medium meet meeting meetings meets meh member membership memory men
mental mention mentioned menu merchant merge merger mess message messages met metal methods metric metro mgmt mgr
microbes microsoft mid midday middle might mil mile miles military milk mill million min mind mine mini minimum
ministry minor mins minute minutes mirror miss missed missing mistake mix mo mobile mode model modern module molecules
mom moment momentum mon monday mondays money monitor monkey month monthly months mood moon more morning mortgage
mortgages mos most mostly mother motion motivational motor motors mount mountain mouse mouth move moved moveing moves
movie movies moving msa mth mths much mugged multiple multiply mushrooms music must mutual my myth nah name named
names narrow national nations natural nature nda near nearby nearly neat necessary neck need needed needing needle
needs negative negotiate negotiated negotiating negotiation negotiations neither nervous net
network neutral never new newer newest news newspaper next nice night nights nine nineteen nineteenth ninety ninth no
nobody nod noise none noon nope nor normal north not note noted notes nothing notice noticed notify nov novel november
now nowhere nudge number numbers numerous nurse nvm object objection objections obtain obvious obviously occasion
occur ocean oct october odd odds of off offer offered offering offers office offset often oil ointment ok okay old
older oldest olympics omg omit omw on onboard once one ones online only onto ooo open opened opening operate operating
operation operational operations opinion opp opportunity opposed optimistic option options or order ordered orders
organization organize original other others otherwise ought our ours out outcome output outside oven over overall
overcharged overdraft overdue overseas owe own owned owner ownership pace pack package packed page paid pain paint
pair pal pale panel panic paper papering papers paperwork paragraph parent parents park parking part partial
participation particular partner partners party pass passcode passed passenger password past patch path patience
patient pattern pause paused pay paying payment payments pct peace peak pen pending penny people per percent
percentage percents perfect perform performance perhaps period periodic permission person personal pertaining
pessimistic pet petrol phase phone phones photo photos phrase physical pic pick picked picking picks picture pictures
piece pier pilot pin pink pipe pipeline pipes pitch pizza place placed places plain plan plane planet planned planner
planning plans plant plastic plastics plate plates platform play playing plays please pleased pleasure plenty pls plug
plus plz po poc pocket poem point points polar police policy polite political pool poor pop popular port portal
portfolio position positioned positive possession possible possibly post postal postpone postponed pot potential pound
pounds pour pov power practice practices prediction prefer prepare prepared preparing present presentation presented
preserve president press pressure pretend pretty prevailing prevent previous previously price priced prices pricey
pricing primary prime print prior priority prison private prize prob probably probaly problem problems probly proc
procedure proceed process processed processing procure procurement produce product production products professional
profile profit program progress project projects prolly prom promise promised promising promote promotion proof proper
property proposal proposals propose proposed prospect prospecting prospects protect protests proud prove
provide provider providing pruning psychology public publish pull pulled pulling pump purchase purchased purchases
purchasing pure purpose push pushed pushes pushing put puts putting qbr qtr qtrs qualified qualify quality quarter
quarters queen question questionnaire questions queue quick quickly quiet quit quite quota quote quoted quotes race
radio rail rain raise raised ran random range rank rapid rare rash rate rated rates rather ratio reach reached
reaction reactivate read ready real reality really rear reason reasons rebuild recall receive received receiver
receiving recent recently reception recieve recieved recipient reckon recognise recognize recommend record recorded
recover red redline redlines reduce reducing reduction refer reference references refill reflect refresh refund
refunded refuse refused regard regards regency region regional register regressed regular regulates reject rejected
related relation relationship relationships relax release relevant reliable relief relieve relieving rely remain
remains remark remember remind reminded reminder reminders remote remove removed renew renewal rent rented rep repair
repairman repeat repeated replace replacement replay replied reply report represent representative request requested
require required requirement requirements rescue research reservation reserve reset resist resolve resource resources
respect respond responded response rest restart restaurant restaurants restrictions restructure result results resume
retail retire return returned revenue reverse reversed revert reverted review reviewed reviewing reviews revised
revisit rewards rfi rfp rfq rich ride right ring rise risk risky rival river rn road robot robotic rock rocket roi
role roll rolled romans roof room rooms root rose rough roughly round route routing row royal rubber ruin rule rules
rumor run running runs rush sacrifice sad safe safest safety said salary sale sales same sand sandbag sandbagging sat
satisfied saturday saturdays save saved savings saw say saying says scale scared scenario scene schedule scheduled
scheduler schedules scholars school schooler science scope scoping score scores scratch screen search season seasons
seat sec second seconds secret secretary section sector secure security see seeing seek seem seemed seems seen select
selected selection sell seller selling send sending sends senior sense sent sep separate sept september sequel series
serious servants service services session set sets setting settle settled seven seventeen seventeenth seventh seventy
several severe shake shaking shaky shall shame shape share shared shares sharp she sheet shelf shell shift shine ship
shipped shipping shirt shock shoe shoot shop shopping shore short shorter shortlist shortlisted shortly shot should
shoulder shouldn shouldnt shout show showed showing shown shows shut shutdown shy sick side sigh sight sign signal
signature signatures signed significant signing signs silence silent silver similar simple simply since sing single
sinks sister sit site sits situation situps six sixteen sixteenth sixth sixty size skill skin skip sky skydiving sla
sleep slice slide sliding slight slightly slip slipped slipping slips slot slotted slow slower slowly small smaller
smart smell smile smoke smooth smth smthg snow so soak sober social socket soft software solar sold sole solid solo
solution solutions some somebody someday somehow someone something sometime sometimes somewhat somewhere son song
songs soon sooner sorry sort sorts sound sounds source sourcing south southwest sow space spacesuit spare speak
speaking spec special specialist specializes specific specify specs speech speed spell spelling spend spending
spendings spent spin spirit spite split spoke sponsor sport spot spread spring square squealing stable stack staff
stage stages stake stakeholder stakeholders stall stalled stalling stamps stand standard standing stands star stare
start started starter starting starts startup state stated statement states station status stay stayed staying stays
steady steak steal steel steep stem step steps sth stick still stock stocks stole stolen stone stop stopped storage
store stores stories storm storms story straight strange strategy stream street strength stress stretch strike string
strip stripe strong stronger struggle struggling stuck student study stuff style styles subject subjects submit
submitted subscription substance subtitles succeed success such sucks sudden sued suede suffer sugar suggest suggested
suit suitable suite sum summary summer sun sunday sundays super supplier supply support supported suppose supposed
supposedly sure surely surface surprise surprised surrounding survey suspect suspend swallowed swap sweet swift swim
swing switch switched sword sync system systems table taboo tabulation tail take taken takes taking talent talk talked
talking talks tank tape target task tasks tax taxes tba tbd tbh tcv teach teaches team teams tear tech technical
teenage telegraph tell telling tells temporary tempting ten tend tender tennis tentative tentatively tenth term
terminate terms terrible territory test tested testing text textbook than thank thankful thanks thanksgiving that
thats the theaters their theirs them then theory therapist there these they theyre theyve thick thin thing things
think thinking thinks third thirds thirst thirteen thirteenth thirtieth thirty this tho thorough those though thought
thousand thread threat three thrones through throughout throw thru thu thur thurs thursday thursdays thx ticket tie
tight til till time timeline times timing tiny tip tips tired title titled tmr tmrw tmw to today todays toe together
told tommorow tommorrow tomorow tomorro tomorrow tomorrows tone tongue tonight tonite too took tool tooth top topic
topics topped topping topup toss total totally touch touches tough tour touring toward tower town toy track tracker
tracking traction trade tradition traffic train training transaction transactions transfer transferred transferring
transfers transition transparency transparent transport transports trapped trash travel treat tree trend trending
trial tried tries trim trip triple trouble truck true truly trust try trying ttyl tube tue tues tuesday tuesdays
tuition tune turkish turn turned turning turns twelfth twelve twentieth twenty twice twist two ty type types tyre ugh
ugly unable unauthorized unblock uncertain uncle unclear under understand undo unfair unfortunately unhappy union
unique unit united universities university unknown unless unlike unlikely unlock unsuccessful unsure until up upcoming
update updated updates updating upgrade upload upon upper upset upside urgent us use used useful user users uses using
usual usually vacation vacations vacuum valid valley valuable value values van various vegetable vehicle vendor
vendors venture verbal verbally verification verified verify verifying versed version very via vice video view village
violent virtual viruses visa vision visit visits vital voice voicemail voicemails volume vortex vote voted vp wage
wait waited waiting waits wake walk walked walking wall wallet walls wanna want wanted wants warehouse warehousing
warm warming warn warning wars was wash washington wasn wasnt waste watch watching water wave way ways we weak wear
weather web website wed weddings wednesday wednesdays weds week weekend weekends weekly weeks weight weird welcome
well wells went were weren werent west weve what whatever whats wheel when whenever where wherever whether which while
white who whoever whole whom whose why wide wife wifi wild will willing win wind window windows wine winning wins
winter wire wise wish with withdraw withdrawal withdrawals withdrawing withdrawn withdrew within without wk wks wobbly
woman women won wonder wondering wont wood word words work worked workflow working workplace works workshop world
worried worry worse worst worth would wouldn wouldnt wow wrap wrapped write writing written wrong wrote yard yay yeah
year yearly years yellow yep yes yesterday yesterdays yet york you young your youre yours yourself youve yr yrs yup
zero zone zoom
"""

COMMON_WORDS = frozenset(_WORDS.split())
